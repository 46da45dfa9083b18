package io.sriov.host;

import io.sriov.pci.PciAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/// A PF and its VFs at one moment. Immutable and thread-safe.
@CoreStyle
@Value.Immutable
public abstract class PfStatus {

    /// What [#driver()] is where no driver serves the PF: `none`.
    public static final String NO_DRIVER = "none";

    /// {@return the device name: `ix0`}
    public abstract String device();

    /// {@return what else the PF is called on this host and can be asked for: `enp3s0f0`, `nvme0`}
    public abstract List<String> otherNames();

    /// {@return where the PF sits}
    public abstract PciAddress address();

    /// {@return the PCI vendor ID, 0..0xfffe}
    public abstract int vendorId();

    /// {@return the PCI device ID, 0..0xfffe}
    public abstract int deviceId();

    /// {@return the PF driver's name: `ix`; [#NO_DRIVER] where there is none}
    public abstract String driver();

    /// {@return whether VFs are enabled}
    public boolean enabled() {
        return numVfs() > 0;
    }

    /// {@return how many VFs are enabled, whether or not each of them exists as a device}
    public abstract int numVfs();

    /// {@return the most VFs that the device supports: TotalVFs}
    public abstract int totalVfs();

    /// {@return the most VFs that the PF's driver takes, where that is told; a driver may keep it
    /// below [#totalVfs()]}
    public abstract OptionalInt driverLimit();

    /// Who says how many VFs can be had.
    public enum Limit {
        /// The device: its TotalVFs is fixed, or no setting of its firmware is known for it.
        DEVICE,
        /// The device's firmware, whose settings TotalVFs follows.
        FIRMWARE,
        /// The PF's driver, which takes fewer than TotalVFs.
        DRIVER
    }

    /// {@return who says how many VFs can be had; empty where the host does not tell}
    public abstract Optional<Limit> limitedBy();

    /// {@return how many VFs can be had as things are: the driver's limit, or the device's}
    public int mostVfs() {
        return Math.min(driverLimit().orElse(totalVfs()), totalVfs());
    }

    /// {@return where the PF sits, as this host's own tools write it: FreeBSD's `pci0:3:0:0`,
    /// Linux's `0000:03:00.0`}
    @Value.Default
    public String location() {
        return address().toString();
    }

    /// {@return whether ARI is enabled on the path to the PF; empty where the caller may not read
    /// the registers that tell}
    public abstract Optional<Boolean> ari();

    /// {@return the NUMA node, where the host knows it}
    public abstract OptionalInt numaNode();

    /// {@return the IOMMU group that the PF is in; empty where no IOMMU translates for it, or the
    /// host does not tell}
    public abstract Optional<IommuMembership> iommu();

    /// {@return the ports above the PF, from the root port down; none for a function of the root
    /// complex, or where the host does not tell}
    public abstract List<PortStatus> ports();

    /// {@return the VFs that exist as devices, in ascending order of their numbers; a VF that its
    /// driver refused is absent}
    public abstract List<VfStatus> vfs();

    /// {@return the VF of a number}
    ///
    /// @param index the VF's number
    public Optional<VfStatus> vf(int index) {
        int low = 0;
        int high = vfs().size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            VfStatus vf = vfs().get(middle);
            if (vf.index() == index) {
                return Optional.of(vf);
            }
            if (vf.index() < index) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// Builds a [PfStatus].
    public static final class Builder extends ImmutablePfStatus.Builder {}
}
