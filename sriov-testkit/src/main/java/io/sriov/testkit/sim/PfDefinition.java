package io.sriov.testkit.sim;

import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDrivers;
import io.sriov.driver.PfIdentity;
import io.sriov.pci.PciAddress;
import io.sriov.testkit.sim.bus.PfModel;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.immutables.value.Value;

/// A PF of a simulated machine: its hardware, where it sits, and the drivers that take it and its
/// VFs. Immutable.
@SimStyle
@Value.Immutable
public abstract class PfDefinition {
    /// {@return the device name, driver and unit: `ix0`}
    public abstract String device();

    /// {@return the hardware}
    public abstract PfModel hardware();

    /// {@return the bus it is on: the secondary bus of one of the machine's ports}
    public abstract int bus();

    /// {@return its function number, 0..7}
    @Value.Default
    public int function() {
        return 0;
    }

    /// {@return the NUMA node, where the machine has more than one}
    public abstract OptionalInt numaNode();

    /// {@return what makes the PF's driver, each time the machine is switched on; where it is not
    /// set, the installed driver that supports the PF, see [PfDrivers#installed()]}
    @Value.Default
    public Supplier<? extends PfDriver> pfDriver() {
        return () ->
                PfDrivers.installed()
                        .attach(identity())
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "no installed PF driver supports " + identity()));
    }

    /// What a driver sees of the PF before it attaches. Machines in another domain than 0 set the
    /// driver themselves.
    private PfIdentity identity() {
        return new PfIdentity(
                new PciAddress(0, bus(), 0, function()),
                hardware().vendorId(),
                hardware().deviceId(),
                hardware().classCode(),
                driverName());
    }

    /// {@return the name of the driver that takes VFs kept by the host, `ixv`; empty where the host
    /// has none}
    public abstract Optional<String> vfDriver();

    /// {@return the PF driver's name: the device name without its unit}
    public String driverName() {
        return device().replaceFirst("[0-9]+$", "");
    }

    /// Checks the name: it becomes a device node.
    @Value.Check
    protected void check() {
        if (!device().matches("[a-z][a-z0-9_]{0,14}[0-9]+")) {
            throw new IllegalArgumentException(
                    "'" + device() + "' is not a driver name with a unit, such as ix0");
        }
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// Builds a [PfDefinition]: set at least device, hardware and bus.
    public static final class Builder extends ImmutablePfDefinition.Builder {}
}
