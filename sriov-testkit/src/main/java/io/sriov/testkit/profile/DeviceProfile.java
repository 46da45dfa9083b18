package io.sriov.testkit.profile;

import io.sriov.schema.PfSchema;
import io.sriov.testkit.sim.bus.PfModel;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/// A device by name: its hardware, the drivers that take it and its VFs, and how those behave.
/// Immutable and thread-safe.
///
/// ```java
/// PfDefinition ix0 = PfDefinition.of(DeviceProfile.named("82599").orElseThrow(), 0).bus(3).build();
/// ```
@ProfileStyle
@Value.Immutable
public abstract class DeviceProfile {
    /// {@return the name, as in a description of a machine: `x710`}
    public abstract String name();

    /// {@return what the device is, for people: `Intel X710, 10 GbE`}
    public abstract String description();

    /// {@return the hardware}
    public abstract PfModel hardware();

    /// {@return the driver that takes the PF on FreeBSD, `ixl`; it names the PF, with a unit}
    public abstract String driver();

    /// {@return the driver that takes the VFs there, `iavf`; empty where FreeBSD has none}
    public abstract Optional<String> vfDriver();

    /// {@return the driver that takes the PF on Linux: `i40e`}
    public abstract String linuxDriver();

    /// {@return the driver that takes the VFs there: `iavf`}
    public abstract String linuxVfDriver();

    /// {@return what can be configured, as the driver on FreeBSD publishes it; nothing where
    /// FreeBSD has no such driver}
    @Value.Default
    public PfSchema schema() {
        return PfSchema.ofDriver(List.of(), List.of());
    }

    /// {@return how the driver behaves}
    @Value.Default
    public DriverQuirks quirks() {
        return DriverQuirks.none();
    }

    /// {@return this device with another number of VFs in its firmware's settings: TotalVFs and
    /// InitialVFs follow it}
    ///
    /// @param totalVfs 0..65535
    public DeviceProfile withFirmwareVfs(int totalVfs) {
        return builder()
                .from(this)
                .hardware(PfModel.builder().from(hardware()).totalVfs(totalVfs).build())
                .build();
    }

    /// {@return this device with a driver that behaves in another way}
    ///
    /// @param quirks how
    public DeviceProfile withQuirks(DriverQuirks quirks) {
        return builder().from(this).quirks(quirks).build();
    }

    /// {@return the devices that come with this library}
    public static List<DeviceProfile> all() {
        return CommonDevices.ALL;
    }

    /// {@return the device of a name; empty where there is none}
    ///
    /// @param name compared letter by letter
    public static Optional<DeviceProfile> named(String name) {
        return all().stream().filter(profile -> profile.name().equals(name)).findFirst();
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// Builds a [DeviceProfile].
    public static final class Builder extends ImmutableDeviceProfile.Builder {}
}
