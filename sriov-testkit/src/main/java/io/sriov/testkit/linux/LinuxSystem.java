package io.sriov.testkit.linux;

import io.sriov.pci.PciAddress;
import io.sriov.pci.RoutingId;
import io.sriov.schema.MacAddress;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedMachine;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/// A machine with Linux on it: the hardware, the drivers that are loaded, and how the kernel was
/// started. Immutable.
///
/// Of the machine's description the hardware is used, the NUMA nodes, and how each PF's driver
/// behaves ([PfDefinition#quirks()]); device names and schemas there are FreeBSD's. Here a device
/// gets the first driver that has it in its table.
@LinuxStyle
@Value.Immutable
public abstract class LinuxSystem {
    /// {@return the hardware}
    public abstract SimulatedMachine machine();

    /// {@return the drivers, in the order in which they were loaded; those of common devices,
    /// VFIO's and the stubs unless said, see [StandardDrivers#all()]}
    @Value.Default
    public List<PciDriver> drivers() {
        return StandardDrivers.all();
    }

    /// {@return whether an IOMMU is on, without which there are no IOMMU groups; it is unless said}
    @Value.Default
    public boolean iommu() {
        return true;
    }

    /// {@return whether udev gives network interfaces names by their place, `enp3s0f0v2`; it does
    /// unless said. Otherwise they keep the kernel's: `eth0`}
    @Value.Default
    public boolean predictableNames() {
        return true;
    }

    /// {@return names of network interfaces that are none of those, by the function that an
    /// interface is of, as an administrator has given them}
    public abstract Map<PciAddress, String> interfaceNames();

    /// {@return addresses of network interfaces, by the function that an interface is of, in place
    /// of those that drivers read from a card or make up}
    public abstract Map<PciAddress, MacAddress> interfaceMacs();

    /// {@return what addresses that drivers make up are drawn from: the same ones for the same
    /// number; that of the machine unless said}
    @Value.Default
    public long seed() {
        return machine().seed();
    }

    /// {@return the text of `/etc/machine-id`}
    @Value.Default
    public String machineId() {
        return "6d2f9a5c1b0e4f7d8a3c5e7f9b1d2a4c";
    }

    /// Checks that drivers have names of their own.
    @Value.Check
    protected void check() {
        Set<String> names = new HashSet<>();
        for (PciDriver driver : drivers()) {
            if (!names.add(driver.name())) {
                throw new IllegalArgumentException("two drivers named " + driver.name());
            }
        }
    }

    /// The machine's definition of a function; empty where it is none of its PFs.
    Optional<PfDefinition> definition(RoutingId id) {
        return machine().pfs().stream()
                .filter(pf -> pf.bus() == id.bus() && pf.function() == id.function())
                .findFirst();
    }

    /// {@return a machine with Linux as it comes}
    ///
    /// @param machine the hardware
    public static LinuxSystem of(SimulatedMachine machine) {
        return builder().machine(machine).build();
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// Builds a [LinuxSystem]: set at least the machine.
    public static final class Builder extends ImmutableLinuxSystem.Builder {}
}
