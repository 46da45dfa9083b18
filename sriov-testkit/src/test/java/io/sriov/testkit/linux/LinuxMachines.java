package io.sriov.testkit.linux;

import io.sriov.pci.AcsCapability;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.util.List;

/// Machines with an Intel 82576 at 0000:01:00.0, whose VFs are 128, 130, ... behind it.
final class LinuxMachines {
    static final String PF = "/sys/bus/pci/devices/0000:01:00.0/";

    /// The interface of the PF.
    static final String LINK = "enp1s0";

    private static final long MIB = 1L << 20;

    private LinuxMachines() {}

    /// As QEMU's igb has it.
    static PfModel.Builder intel82576() {
        return PfModel.builder()
                .vendorId(0x8086)
                .deviceId(0x10c9)
                .totalVfs(8)
                .vfDeviceId(0x10ca)
                .addPlacement(VfPlacement.of(true, 128, 2))
                .addPlacement(VfPlacement.of(false, 128, 2))
                .addBar(BarModel.narrow(0, 128 << 10))
                .addVfBar(BarModel.wide(0, 16 << 10))
                .addVfBar(BarModel.wide(3, 16 << 10));
    }

    static PortModel.Builder port(int bus) {
        return PortModel.builder()
                .secondaryBus(bus)
                .window(new BridgeWindow(0x8000_0000L + 16 * MIB * bus, 16 * MIB));
    }

    static PortModel.Builder portWithoutAcs(int bus) {
        return port(bus).acs(List.<AcsCapability.Control>of());
    }

    static PfDefinition.Builder pf(int bus, PfModel model) {
        return PfDefinition.builder().device("igb" + bus).bus(bus).hardware(model);
    }

    static SimulatedMachine machine(PortModel port, PfModel model) {
        return SimulatedMachine.builder()
                .addPort(port)
                .addPf(pf(port.secondaryBus(), model).build())
                .build();
    }

    static SimulatedMachine machine() {
        return machine(port(1).build(), intel82576().build());
    }

    static SimulatedLinux linux() {
        return new SimulatedLinux(LinuxSystem.of(machine()));
    }

    /// A kernel with some drivers more, or others by the names of those that there are.
    static SimulatedLinux linux(PciDriver... others) {
        return new SimulatedLinux(system(machine(), others).build());
    }

    static LinuxSystem.Builder system(SimulatedMachine machine, PciDriver... others) {
        LinuxSystem.Builder system = LinuxSystem.builder().machine(machine).addDrivers(others);
        List<String> replaced = List.of(others).stream().map(PciDriver::name).toList();
        StandardDrivers.all().stream()
                .filter(driver -> !replaced.contains(driver.name()))
                .forEach(system::addDriver);
        return system;
    }

    /// The driver `igb`, to be changed.
    static PciDriver.Builder igb() {
        return PciDriver.builder()
                .from(
                        StandardDrivers.all().stream()
                                .filter(driver -> driver.name().equals("igb"))
                                .findFirst()
                                .orElseThrow());
    }
}
