package io.sriov.freebsd;

import io.sriov.host.MemoryRecordStore;
import io.sriov.pci.AcsCapability;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.SimulatedPfDriver;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.lang.foreign.SymbolLookup;
import java.util.List;

/// Systems and machines for the tests of this package: one 82599-like PF, `ix0`, on bus 3.
final class Systems {
    static final PfSchema SCHEMA =
            PfSchema.ofDriver(
                    List.of(),
                    List.of(
                            Parameter.optional("mac-addr", ParameterType.UNICAST_MAC),
                            Parameter.optional("queues", ParameterType.UINT8),
                            Parameter.optional("vlan", ParameterType.VLAN)));

    private Systems() {}

    static PfModel.Builder model() {
        return PfModel.builder()
                .vendorId(0x8086)
                .deviceId(0x10fb)
                .totalVfs(64)
                .vfDeviceId(0x10ed)
                .addPlacement(VfPlacement.of(true, 128, 2))
                .addPlacement(VfPlacement.of(false, 1, 1))
                .addBar(BarModel.wide(0, 0x8_0000))
                .addVfBar(BarModel.wide(0, 0x4000))
                .addVfBar(BarModel.wide(3, 0x4000))
                .addAcs(AcsCapability.Control.P2P_REQUEST_REDIRECT);
    }

    static PortModel.Builder port() {
        return PortModel.builder().secondaryBus(3).window(new BridgeWindow(0xd000_0000L, 16 << 20));
    }

    static PfDefinition.Builder pf(SimulatedPfDriver driver) {
        return PfDefinition.builder()
                .device("ix0")
                .bus(3)
                .vfDriver("ixv")
                .hardware(model().build())
                .pfDriver(() -> driver);
    }

    static SimulatedPfDriver driver() {
        return SimulatedPfDriver.of(SCHEMA);
    }

    static SimulatedMachine.Builder machine(PortModel.Builder port, PfDefinition.Builder pf) {
        return SimulatedMachine.builder().addPort(port.build()).addPf(pf.build());
    }

    static SimulatedMachine.Builder machine() {
        return machine(port(), pf(driver()));
    }

    static FreeBsdHost host(SimulatedFreeBsd system) {
        return host(system.library());
    }

    static FreeBsdHost host(SymbolLookup library) {
        return FreeBsdHost.builder().library(library).records(new MemoryRecordStore()).build();
    }

    static IovConfig config(FreeBsdHost host, String device, int numVfs) {
        return IovConfig.builder(host.physicalFunction(device).schema(), device)
                .numVfs(numVfs)
                .build();
    }

    static IovConfig firstPassthrough(FreeBsdHost host, String device, int numVfs) {
        return IovConfig.builder(host.physicalFunction(device).schema(), device)
                .numVfs(numVfs)
                .vf(0, "passthrough", ParameterValue.Bool.TRUE)
                .build();
    }
}
