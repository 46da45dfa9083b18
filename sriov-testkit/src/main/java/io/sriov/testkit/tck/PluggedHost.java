package io.sriov.testkit.tck;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfIdentity;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.util.ArrayList;
import java.util.List;

/// A simulated host with one PF, whose driver is the one that is tried. Its kernel asks the driver
/// to check configurations and to compare VFs, as hosts do whose PF drivers are plug-ins.
record PluggedHost(SimulatedHost machine, DriverOnDevice driver) implements Host {
    private static final int BUS = 0x10;
    private static final long MIB = 1 << 20;

    /// The PF can have VFs up to the end of its bus.
    private static final int TOTAL_VFS = 240;

    /// One with room for every VF.
    static PluggedHost of(DriverOnDevice driver, PfIdentity pf) {
        return new PluggedHost(SimulatedHost.of(machine(driver, pf, MIB / 16)), driver);
    }

    /// One whose port has room for the memory of a single VF.
    static PluggedHost withRoomForOneVf(DriverOnDevice driver, PfIdentity pf) {
        return new PluggedHost(SimulatedHost.of(machine(driver, pf, 16 * MIB)), driver);
    }

    private static SimulatedMachine machine(DriverOnDevice driver, PfIdentity pf, long vfMemory) {
        return SimulatedMachine.builder()
                .addPort(
                        PortModel.builder()
                                .secondaryBus(BUS)
                                .window(new BridgeWindow(0x10_0000_0000L, 32 * MIB))
                                .build())
                .addPf(
                        PfDefinition.builder()
                                .device(Trials.DEVICE)
                                .bus(BUS)
                                .hardware(
                                        PfModel.builder()
                                                .vendorId(pf.vendorId())
                                                .deviceId(pf.deviceId())
                                                .classCode(pf.classCode())
                                                .vfDeviceId(pf.deviceId())
                                                .totalVfs(TOTAL_VFS)
                                                .addPlacement(VfPlacement.of(true, 8, 1))
                                                .addBar(BarModel.wide(0, MIB / 16))
                                                .addVfBar(BarModel.wide(0, vfMemory))
                                                .build())
                                .pfDriver(() -> driver)
                                .build())
                .build();
    }

    /// {@return what the kernel says where it does not register a driver; nothing where it does}
    static List<String> refusal(DriverOnDevice driver) {
        var pf = new PfIdentity(new PciAddress(0, BUS, 0, 0), 0x1234, 1, 0xff0000, "");
        try (SimulatedHost host = SimulatedHost.of(machine(driver, pf, MIB / 16))) {
            return host.operate(
                    kernel -> kernel.devices().isEmpty() ? kernel.consoleLines() : List.of());
        }
    }

    @Override
    public String name() {
        return "tck";
    }

    @Override
    public List<PhysicalFunction> physicalFunctions() {
        return List.of(physicalFunction(Trials.DEVICE));
    }

    @Override
    public PhysicalFunction physicalFunction(String device) {
        return new PluggedPf(machine.physicalFunction(device), driver);
    }

    @Override
    public RecordStore records() {
        return machine.records();
    }

    @Override
    public void close() {
        machine.close();
    }

    private record PluggedPf(PhysicalFunction pf, DriverOnDevice driver)
            implements PhysicalFunction {
        @Override
        public String device() {
            return pf.device();
        }

        @Override
        public String node() {
            return pf.node();
        }

        @Override
        public PfSchema schema() {
            return driver.schema();
        }

        @Override
        public List<Diagnostic> check(IovConfig config) {
            return driver.check(config);
        }

        @Override
        public List<ParameterMismatch> compare(IovConfig config) {
            var mismatches = new ArrayList<ParameterMismatch>();
            for (int i = 0; i < config.numVfs(); i++) {
                try {
                    mismatches.addAll(driver.compare(i, DriverParameters.of(config.vf(i))));
                } catch (PfDriverException e) {
                    throw new HostException(
                            HostException.Operation.GET_STATUS,
                            device(),
                            e.errno(),
                            String.valueOf(e.getMessage()),
                            null,
                            e);
                }
            }
            return mismatches;
        }

        @Override
        public PfStatus status() {
            return pf.status();
        }

        @Override
        public ConfigSpace configSpace() {
            return pf.configSpace();
        }

        @Override
        public void configure(IovConfig config) {
            pf.configure(config);
        }

        @Override
        public void delete() {
            pf.delete();
        }

        @Override
        public void attachVf(int index) {
            pf.attachVf(index);
        }

        @Override
        public void detachVf(int index) {
            pf.detachVf(index);
        }
    }
}
