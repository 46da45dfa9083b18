package io.sriov.testkit.sim;

import io.sriov.driver.PfDriver;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.util.List;
import java.util.function.Supplier;

/// Machines for tests of the kernel: one 82599-like PF, `ix0`, on bus 3.
final class Machines {
    /// Where the SR-IOV capability of every simulated PF is.
    static final int SRIOV = 0x160;

    static final PfSchema SCHEMA =
            PfSchema.ofDriver(
                    List.of(),
                    List.of(
                            Parameter.optional("mac-addr", ParameterType.UNICAST_MAC),
                            Parameter.defaulted(
                                    "mac-anti-spoof", ParameterType.BOOL, ParameterValue.Bool.TRUE),
                            Parameter.optional("queues", ParameterType.UINT8),
                            Parameter.optional("vlan", ParameterType.VLAN),
                            Parameter.optional("label", ParameterType.STRING)));

    private Machines() {}

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
                .addVfBar(BarModel.wide(3, 0x4000));
    }

    static PortModel.Builder port() {
        return PortModel.builder().secondaryBus(3).window(new BridgeWindow(0xd000_0000L, 16 << 20));
    }

    static PfDefinition.Builder pf(Supplier<? extends PfDriver> driver) {
        return PfDefinition.builder().device("ix0").bus(3).vfDriver("ixv").pfDriver(driver);
    }

    static SimulatedMachine machine(PortModel port, PfModel model, PfDriver driver) {
        return SimulatedMachine.builder()
                .addPort(port)
                .addPf(pf(() -> driver).hardware(model).build())
                .build();
    }

    static SimulatedPfDriver driver() {
        return SimulatedPfDriver.of(SCHEMA);
    }
}
