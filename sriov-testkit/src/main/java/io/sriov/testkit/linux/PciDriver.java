package io.sriov.testkit.linux;

import io.sriov.host.Errno;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.immutables.value.Value;

/// A driver that is loaded in the kernel: `struct pci_driver`, as far as it can be seen from
/// outside. Immutable.
///
/// ```java
/// PciDriver igb =
///         PciDriver.builder()
///                 .name("igb")
///                 .addTakes(PciId.of(0x8086, 0x10c9))
///                 .addTraits(DriverTrait.NETWORK_INTERFACE, DriverTrait.CREATES_VFS)
///                 .mostVfs(7)
///                 .build();
/// ```
@LinuxStyle
@Value.Immutable
public abstract class PciDriver {
    /// {@return its name, as in `/sys/bus/pci/drivers`}
    public abstract String name();

    /// {@return the devices that it takes by itself; none for one that is bound by
    /// `driver_override` alone}
    public abstract List<PciId> takes();

    /// {@return how it behaves}
    public abstract Set<DriverTrait> traits();

    /// {@return what it does to VFs through the PF's network interface}
    public abstract Set<VfOperation> vfOperations();

    /// {@return the most VFs that it takes, where that is less than TotalVFs:
    /// `pci_sriov_set_totalvfs`}
    public abstract OptionalInt mostVfs();

    /// {@return the most VFs that it enables when asked for more, saying that all is well}
    public abstract OptionalInt enablesAtMost();

    /// {@return how long it takes to start a device; on the machine's virtual clock}
    @Value.Default
    public Duration probeTime() {
        return Duration.ZERO;
    }

    /// {@return what its probe function fails with, on every device}
    public abstract Optional<Errno> probeError();

    /// {@return what its `sriov_configure` fails with when it is asked for VFs}
    public abstract Optional<Errno> createError();

    /// {@return the link's speed, Mbit/s, which no rate of a VF may exceed}
    @Value.Default
    public int linkSpeed() {
        return 10_000;
    }

    /// Whether it takes such devices by itself.
    boolean takes(int vendorId, int deviceId, int classCode) {
        return takes().stream().anyMatch(id -> id.matches(vendorId, deviceId, classCode));
    }

    boolean has(DriverTrait trait) {
        return traits().contains(trait);
    }

    /// Checks the name: it is a directory.
    @Value.Check
    protected void check() {
        if (!name().matches("(?!\\.)[\\w.+:-]{1,64}")) {
            throw new IllegalArgumentException("'" + name() + "' is not the name of a driver");
        }
    }

    /// {@return `vfio-pci`, which gives functions to programs}
    ///
    /// @param enableSriov its parameter `enable_sriov`: whether it creates VFs of a PF that it has
    public static PciDriver vfioPci(boolean enableSriov) {
        Builder driver =
                builder()
                        .name("vfio-pci")
                        .addTraits(DriverTrait.VFIO, DriverTrait.MANAGES_DMA)
                        .addTraits(DriverTrait.LEAVES_DISABLED);
        return enableSriov ? driver.addTraits(DriverTrait.CREATES_VFS).build() : driver.build();
    }

    /// {@return `pci-stub`, which keeps functions from other drivers}
    public static PciDriver pciStub() {
        return builder()
                .name("pci-stub")
                .addTraits(DriverTrait.MANAGES_DMA, DriverTrait.LEAVES_DISABLED)
                .build();
    }

    /// {@return `pci-pf-stub`, which creates VFs of any PF, and does nothing else}
    public static PciDriver pciPfStub() {
        return builder()
                .name("pci-pf-stub")
                .addTraits(DriverTrait.CREATES_VFS, DriverTrait.LEAVES_DISABLED)
                .build();
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// Builds a [PciDriver]: set at least the name.
    public static final class Builder extends ImmutablePciDriver.Builder {}
}
