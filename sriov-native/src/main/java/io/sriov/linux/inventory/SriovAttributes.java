package io.sriov.linux.inventory;

import java.util.Optional;
import java.util.OptionalInt;

/// The SR-IOV attributes of a PF (`Documentation/ABI/testing/sysfs-bus-pci`), each empty where the
/// kernel does not tell it.
///
/// @param numVfs how many VFs are enabled, 0..65535
/// @param firstVfOffset the Routing ID distance from the PF to its first VF, 0..65535; another one
///   may come with another number of VFs
/// @param vfStride the Routing ID distance from one VF to the next, 0..65535; the same holds
/// @param vfDeviceId the Device ID of the VFs, 0..65535
/// @param autoprobe whether the kernel looks for drivers for new VFs
public record SriovAttributes(
        OptionalInt numVfs,
        OptionalInt firstVfOffset,
        OptionalInt vfStride,
        OptionalInt vfDeviceId,
        Optional<Boolean> autoprobe) {
    private static final int MAX = 0xffff;

    /// Reads them. Waits while somebody creates or destroys VFs of the PF: `sriov_numvfs_show`
    /// takes the lock of the device.
    static SriovAttributes read(Attributes pf) {
        return new SriovAttributes(
                pf.number("sriov_numvfs", MAX),
                pf.number("sriov_offset", MAX),
                pf.number("sriov_stride", MAX),
                pf.hexadecimal("sriov_vf_device", MAX),
                pf.flag("sriov_drivers_autoprobe"));
    }
}
