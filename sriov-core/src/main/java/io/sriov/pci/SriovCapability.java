package io.sriov.pci;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The SR-IOV Extended Capability of a PF (PCIe 6.0 §9.3.3), as it read at one moment.
///
/// A snapshot: reading it costs 16 accesses of 4 bytes and changes nothing. Offsets in the
/// constants are relative to the capability. First VF Offset and VF Stride may change when NumVFs
/// or ARI Capable Hierarchy is written, so a snapshot taken before says nothing about them
/// afterwards.
///
/// Immutable.
public final class SriovCapability {
    /// The extended capability ID (§9.3.3.1).
    public static final int ID = 0x0010;

    /// The size of the capability, in bytes.
    public static final int LENGTH = 0x40;

    /// SR-IOV Capabilities, 4 bytes (§9.3.3.2).
    public static final int CAPABILITIES = 0x04;

    /// SR-IOV Capabilities: VF Migration Capable.
    public static final int CAPABILITIES_VF_MIGRATION = 0x1;

    /// SR-IOV Capabilities: ARI Capable Hierarchy Preserved across transitions from D3hot.
    public static final int CAPABILITIES_ARI_PRESERVED = 0x2;

    /// SR-IOV Capabilities: VF 10-Bit Tag Requester Supported.
    public static final int CAPABILITIES_VF_10_BIT_TAG = 0x4;

    /// SR-IOV Control, 2 bytes (§9.3.3.3).
    public static final int CONTROL = 0x08;

    /// SR-IOV Control: VF Enable. VFs exist while it is set.
    public static final int CONTROL_VF_ENABLE = 0x0001;

    /// SR-IOV Control: VF Migration Enable.
    public static final int CONTROL_VF_MIGRATION_ENABLE = 0x0002;

    /// SR-IOV Control: VF Migration Interrupt Enable.
    public static final int CONTROL_VF_MIGRATION_INTERRUPT = 0x0004;

    /// SR-IOV Control: VF Memory Space Enable (MSE), for all VFs of the PF together.
    public static final int CONTROL_VF_MSE = 0x0008;

    /// SR-IOV Control: ARI Capable Hierarchy. Writable in the lowest-numbered PF of a device only.
    public static final int CONTROL_ARI_CAPABLE_HIERARCHY = 0x0010;

    /// SR-IOV Control: VF 10-Bit Tag Requester Enable.
    public static final int CONTROL_VF_10_BIT_TAG = 0x0020;

    /// SR-IOV Status, 2 bytes (§9.3.3.4).
    public static final int STATUS = 0x0a;

    /// InitialVFs, 2 bytes, read only (§9.3.3.5).
    public static final int INITIAL_VFS = 0x0c;

    /// TotalVFs, 2 bytes, read only (§9.3.3.6).
    public static final int TOTAL_VFS = 0x0e;

    /// NumVFs, 2 bytes; to be written only while VF Enable is clear (§9.3.3.7).
    public static final int NUM_VFS = 0x10;

    /// Function Dependency Link, 1 byte, read only (§9.3.3.8).
    public static final int FUNCTION_DEPENDENCY_LINK = 0x12;

    /// First VF Offset, 2 bytes, read only (§9.3.3.9).
    public static final int FIRST_VF_OFFSET = 0x14;

    /// VF Stride, 2 bytes, read only (§9.3.3.10).
    public static final int VF_STRIDE = 0x16;

    /// VF Device ID, 2 bytes, read only (§9.3.3.11).
    public static final int VF_DEVICE_ID = 0x1a;

    /// Supported Page Sizes, 4 bytes, read only: bit n stands for 2^(n+12) bytes (§9.3.3.12).
    public static final int SUPPORTED_PAGE_SIZES = 0x1c;

    /// System Page Size, 4 bytes: the one bit of Supported Page Sizes in use; 4 KiB after reset
    /// (§9.3.3.13).
    public static final int SYSTEM_PAGE_SIZE = 0x20;

    /// The size that bit 0 of the page size registers stands for, as a power of two: 4 KiB.
    public static final int BASE_PAGE_SHIFT = 12;

    /// VF BAR0, 4 bytes; the others follow (§9.3.3.14).
    public static final int VF_BAR0 = 0x24;

    /// How many VF BAR registers there are.
    public static final int VF_BAR_COUNT = 6;

    /// VF Migration State Array Offset, 4 bytes (§9.3.3.15).
    public static final int VF_MIGRATION_STATE = 0x3c;

    private final RegisterBlock registers;

    private SriovCapability(RegisterBlock registers) {
        this.registers = registers;
    }

    /// Reads the capability at a known place.
    ///
    /// @param offset where its header is, a multiple of 4
    /// @throws IllegalArgumentException if the offset is not one a capability can have
    public static SriovCapability read(ConfigSpace config, int offset) {
        return new SriovCapability(RegisterBlock.read(config, offset, LENGTH));
    }

    /// Finds the capability and reads it; empty if the function is no PF.
    public static Optional<SriovCapability> find(ConfigSpace config) {
        return CapabilityWalk.of(config).findExtended(ID).map(c -> read(config, c.offset()));
    }

    /// Where VF BAR `index` is, relative to the capability.
    ///
    /// @param index 0..5
    public static int vfBar(int index) {
        return VF_BAR0 + 4 * index;
    }

    /// Where the capability's header is in configuration space.
    public int offset() {
        return registers.offset();
    }

    /// The version in the header, 0..15; 1 is the only one the specification has.
    public int version() {
        return registers.u16(2) & 0xf;
    }

    /// The SR-IOV Capabilities register.
    public long capabilities() {
        return registers.u32(CAPABILITIES);
    }

    /// Whether VF migration is implemented.
    public boolean vfMigrationCapable() {
        return registers.bit(CAPABILITIES, CAPABILITIES_VF_MIGRATION);
    }

    /// Whether ARI Capable Hierarchy survives a transition from D3hot.
    public boolean ariCapableHierarchyPreserved() {
        return registers.bit(CAPABILITIES, CAPABILITIES_ARI_PRESERVED);
    }

    /// Whether VFs may use 10-bit tags as requesters.
    public boolean vf10BitTagRequesterSupported() {
        return registers.bit(CAPABILITIES, CAPABILITIES_VF_10_BIT_TAG);
    }

    /// The SR-IOV Control register.
    public int control() {
        return registers.u16(CONTROL);
    }

    /// Whether VFs exist.
    public boolean vfEnable() {
        return registers.bit(CONTROL, CONTROL_VF_ENABLE);
    }

    /// Whether VF migration is enabled.
    public boolean vfMigrationEnable() {
        return registers.bit(CONTROL, CONTROL_VF_MIGRATION_ENABLE);
    }

    /// Whether VFs answer memory accesses.
    public boolean vfMemorySpaceEnable() {
        return registers.bit(CONTROL, CONTROL_VF_MSE);
    }

    /// Whether the device may give VFs function numbers above 7. Only the lowest-numbered PF of a
    /// device tells.
    public boolean ariCapableHierarchy() {
        return registers.bit(CONTROL, CONTROL_ARI_CAPABLE_HIERARCHY);
    }

    /// Whether VFs are to use 10-bit tags as requesters.
    public boolean vf10BitTagRequesterEnable() {
        return registers.bit(CONTROL, CONTROL_VF_10_BIT_TAG);
    }

    /// The SR-IOV Status register.
    public int status() {
        return registers.u16(STATUS);
    }

    /// How many VFs are there at first, 0..65535; equal to [#totalVfs()] unless VFs can migrate.
    public int initialVfs() {
        return registers.u16(INITIAL_VFS);
    }

    /// How many VFs the PF can have at most, 0..65535.
    public int totalVfs() {
        return registers.u16(TOTAL_VFS);
    }

    /// How many VFs software asked for, 0..65535.
    public int numVfs() {
        return registers.u16(NUM_VFS);
    }

    /// The function number of the PF this one depends on, its own if on none, 0..255.
    public int functionDependencyLink() {
        return registers.u8(FUNCTION_DEPENDENCY_LINK);
    }

    /// The Routing ID distance from the PF to its first VF, 0..65535.
    public int firstVfOffset() {
        return registers.u16(FIRST_VF_OFFSET);
    }

    /// The Routing ID distance from one VF to the next, 0..65535.
    public int vfStride() {
        return registers.u16(VF_STRIDE);
    }

    /// The Device ID that all VFs of the PF have, 0..65535.
    public int vfDeviceId() {
        return registers.u16(VF_DEVICE_ID);
    }

    /// The Supported Page Sizes register: bit n stands for 2^(n+12) bytes.
    public long supportedPageSizes() {
        return registers.u32(SUPPORTED_PAGE_SIZES);
    }

    /// Whether a page of 2^`shift` bytes is supported.
    ///
    /// @param shift 12..43 can be; anything else is not supported
    public boolean supportsPageShift(int shift) {
        int bit = shift - BASE_PAGE_SHIFT;
        return bit >= 0 && bit < 32 && ((supportedPageSizes() >> bit) & 1) != 0;
    }

    /// The System Page Size register: bit n stands for 2^(n+12) bytes.
    public long systemPageSize() {
        return registers.u32(SYSTEM_PAGE_SIZE);
    }

    /// A VF BAR register.
    ///
    /// @param index 0..5
    public long vfBarRegister(int index) {
        return registers.u32(vfBar(index));
    }

    /// The VF BARs in use, as far as can be told without sizing them: a register that reads 0 may
    /// still be a BAR that nobody has assigned an address to. [VfBar#size(ConfigSpace, int)] tells.
    public List<VfBar> assignedVfBars() {
        List<VfBar> bars = new ArrayList<>();
        for (int i = 0; i < VF_BAR_COUNT; i++) {
            long low = vfBarRegister(i);
            if (low == 0) {
                continue;
            }
            boolean wide = VfBar.is64Bit(low) && i + 1 < VF_BAR_COUNT;
            bars.add(VfBar.unsized(i, low, wide ? vfBarRegister(i + 1) : 0));
            i += wide ? 1 : 0;
        }
        return List.copyOf(bars);
    }

    /// Where the VFs of a PF appear, by the offset, stride and NumVFs of this snapshot.
    public VfRouting routing(RoutingId pf) {
        return new VfRouting(pf, firstVfOffset(), vfStride(), numVfs());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SriovCapability that && registers.equals(that.registers);
    }

    @Override
    public int hashCode() {
        return registers.hashCode();
    }

    /// The facts a person looks for first, on one line.
    @Override
    public String toString() {
        return "SR-IOV at "
                + PciAddress.hex(offset(), 3)
                + "h: VFs "
                + numVfs()
                + "/"
                + totalVfs()
                + (vfEnable() ? ", enabled" : ", disabled")
                + (ariCapableHierarchy() ? ", ARI" : "")
                + ", offset "
                + firstVfOffset()
                + ", stride "
                + vfStride()
                + ", VF device "
                + PciAddress.hex(vfDeviceId(), 4);
    }
}
