package io.sriov.testkit.sim;

import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDrivers;
import io.sriov.driver.PfIdentity;
import io.sriov.pci.PciAddress;
import io.sriov.schema.PfSchema;
import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.profile.DriverQuirks;
import io.sriov.testkit.sim.bus.PfModel;
import java.util.List;
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

    /// {@return what else the PF is called and can be asked for: the names that it had on the
    /// machine that this one was taken from}
    public abstract List<String> otherNames();

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

    /// {@return whether the PF's interface is up when the machine is switched on; it is unless
    /// said}
    @Value.Default
    public boolean interfaceUp() {
        return true;
    }

    /// {@return what can be configured, for a PF that a [SimulatedPfDriver] takes}
    public abstract Optional<PfSchema> schema();

    /// {@return how that driver behaves; without a schema nobody asks}
    @Value.Default
    public DriverQuirks quirks() {
        return DriverQuirks.none();
    }

    /// {@return what makes the PF's driver, each time the machine is switched on. Where it is not
    /// set: a [SimulatedPfDriver] with the [#schema()] and the [#quirks()]; without a schema the
    /// installed driver that supports the PF, see [PfDrivers#installed()]}
    @Value.Default
    public Supplier<? extends PfDriver> pfDriver() {
        return new DescribedDriver(schema(), quirks(), identity());
    }

    /// The driver that follows from the rest of a definition.
    record DescribedDriver(Optional<PfSchema> schema, DriverQuirks quirks, PfIdentity identity)
            implements Supplier<PfDriver> {
        @Override
        public PfDriver get() {
            return schema.<PfDriver>map(one -> SimulatedPfDriver.of(one).with(quirks))
                    .or(() -> PfDrivers.installed().attach(identity))
                    .orElseThrow(() ->
                            new IllegalStateException(
                                    "no installed PF driver supports " + identity));
        }
    }

    /// {@return whether the driver is one that follows from the rest of the definition}
    public boolean describedDriver() {
        return pfDriver() instanceof DescribedDriver;
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

    /// Checks the name: it becomes a device node. A driver that follows from the rest is that of
    /// the rest as it is now, also where most of it is from another definition.
    @Value.Check
    protected PfDefinition check() {
        if (!device().matches("[a-z][a-z0-9_]{0,14}[0-9]+")) {
            throw new IllegalArgumentException(
                    "'" + device() + "' is not a driver name with a unit, such as ix0");
        }
        vfDriver()
                .filter(name -> !name.matches("\\S+"))
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "'" + name + "' is not the name of a driver of VFs, such as ixv");
                });
        DescribedDriver described = new DescribedDriver(schema(), quirks(), identity());
        return pfDriver() instanceof DescribedDriver && !pfDriver().equals(described)
                ? builder().from(this).pfDriver(described).build()
                : this;
    }

    /// {@return a builder for a PF of a known device: its hardware, drivers, schema and quirks, and
    /// its name made of the driver's; say at least the bus}
    ///
    /// @param profile the device
    /// @param unit the unit, which together with the driver names the PF: 0 for `ix0`
    public static Builder of(DeviceProfile profile, int unit) {
        return builder()
                .device(profile.driver() + unit)
                .hardware(profile.hardware())
                .schema(profile.schema())
                .quirks(profile.quirks())
                .vfDriver(profile.vfDriver());
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// Builds a [PfDefinition]: set at least device, hardware and bus, or begin with
    /// [PfDefinition#of].
    public static final class Builder extends ImmutablePfDefinition.Builder {}
}
