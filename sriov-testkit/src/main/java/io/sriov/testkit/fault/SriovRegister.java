package io.sriov.testkit.fault;

import io.sriov.pci.SriovCapability;

/// The registers of the SR-IOV capability (PCIe 6.0 §9.3.3) that kernels use.
public enum SriovRegister {
    /// SR-IOV Control: VF Enable, VF MSE, ARI Capable Hierarchy.
    CONTROL(SriovCapability.CONTROL, 2),
    /// TotalVFs.
    TOTAL_VFS(SriovCapability.TOTAL_VFS, 2),
    /// NumVFs.
    NUM_VFS(SriovCapability.NUM_VFS, 2),
    /// First VF Offset.
    FIRST_VF_OFFSET(SriovCapability.FIRST_VF_OFFSET, 2),
    /// VF Stride.
    VF_STRIDE(SriovCapability.VF_STRIDE, 2),
    /// VF Device ID.
    VF_DEVICE_ID(SriovCapability.VF_DEVICE_ID, 2),
    /// Supported Page Sizes.
    SUPPORTED_PAGE_SIZES(SriovCapability.SUPPORTED_PAGE_SIZES, 4),
    /// System Page Size.
    SYSTEM_PAGE_SIZE(SriovCapability.SYSTEM_PAGE_SIZE, 4),
    /// All six VF BARs.
    VF_BARS(SriovCapability.VF_BAR0, 4 * SriovCapability.VF_BAR_COUNT);

    private final int offset;
    private final int length;

    SriovRegister(int offset, int length) {
        this.offset = offset;
        this.length = length;
    }

    /// Whether an access of some bytes reaches it.
    ///
    /// @param at the access, relative to the capability
    boolean overlaps(int at, int width) {
        return at < offset + length && offset < at + width;
    }
}
