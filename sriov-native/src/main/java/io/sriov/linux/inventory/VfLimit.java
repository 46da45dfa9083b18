package io.sriov.linux.inventory;

import java.util.OptionalInt;

/// How many VFs a PF can have, and who says so.
///
/// @param kernel `sriov_totalvfs`, 0..65535: what the kernel takes; empty where it cannot be read
/// @param hardware TotalVFs of the SR-IOV capability, 0..65535; empty where the caller may not read
///   it
public record VfLimit(OptionalInt kernel, OptionalInt hardware) {
    /// Who sets the limit.
    public enum Source {
        /// The device, or its firmware: a driver cannot change it.
        HARDWARE,
        /// The PF's driver takes fewer than the device could have (`pci_sriov_set_totalvfs`). The
        /// limit is the device's again when the driver is unbound.
        DRIVER,
        /// One of the two numbers is missing, or they contradict each other.
        UNKNOWN
    }

    /// {@return who sets the limit}
    public Source source() {
        if (kernel.isEmpty() || hardware.isEmpty()) {
            return Source.UNKNOWN;
        }
        int order = Integer.compare(kernel.getAsInt(), hardware.getAsInt());
        return order == 0 ? Source.HARDWARE : order < 0 ? Source.DRIVER : Source.UNKNOWN;
    }
}
