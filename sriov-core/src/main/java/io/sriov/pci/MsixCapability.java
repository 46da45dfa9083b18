package io.sriov.pci;

import java.util.Optional;

/// The MSI-X Capability of a function (PCIe 6.0 §7.7.2), as it read at one moment. A VF's table
/// size is what limits its queues. Immutable.
public final class MsixCapability {
    /// The capability ID (§7.7.2.1).
    public static final int ID = 0x11;

    /// The size of the capability, in bytes.
    public static final int LENGTH = 0x0c;

    /// Message Control, 2 bytes (§7.7.2.2).
    public static final int CONTROL = 0x02;

    /// Message Control: table size, less one.
    public static final int CONTROL_TABLE_SIZE = 0x07ff;

    /// Message Control: Function Mask.
    public static final int CONTROL_FUNCTION_MASK = 0x4000;

    /// Message Control: MSI-X Enable.
    public static final int CONTROL_ENABLE = 0x8000;

    /// Table Offset and BIR, 4 bytes (§7.7.2.3).
    public static final int TABLE = 0x04;

    /// PBA Offset and BIR, 4 bytes (§7.7.2.4).
    public static final int PENDING_BITS = 0x08;

    /// The bits of [#TABLE] and [#PENDING_BITS] that name a BAR; the others are an offset into it.
    public static final long BAR_INDICATOR = 0x7;

    private final RegisterBlock registers;

    private MsixCapability(RegisterBlock registers) {
        this.registers = registers;
    }

    /// Reads the capability at a known place.
    ///
    /// @throws IllegalArgumentException if the offset is not one a capability can have
    public static MsixCapability read(ConfigSpace config, int offset) {
        return new MsixCapability(RegisterBlock.read(config, offset, LENGTH));
    }

    /// Finds the capability and reads it; empty if the function has none.
    public static Optional<MsixCapability> find(ConfigSpace config) {
        return CapabilityWalk.of(config).find(ID).map(c -> read(config, c.offset()));
    }

    /// Where the capability's header is in configuration space.
    public int offset() {
        return registers.offset();
    }

    /// How many vectors the table has, 1..2048.
    public int tableSize() {
        return (registers.u16(CONTROL) & CONTROL_TABLE_SIZE) + 1;
    }

    /// Whether MSI-X is in use.
    public boolean enabled() {
        return registers.bit(CONTROL, CONTROL_ENABLE);
    }

    /// Whether all vectors are masked together.
    public boolean functionMasked() {
        return registers.bit(CONTROL, CONTROL_FUNCTION_MASK);
    }

    /// Which BAR holds the vector table, 0..5.
    public int tableBar() {
        return (int) (registers.u32(TABLE) & BAR_INDICATOR);
    }

    /// Where in its BAR the vector table begins, in bytes.
    public long tableOffset() {
        return registers.u32(TABLE) & ~BAR_INDICATOR;
    }

    /// Which BAR holds the pending bits, 0..5.
    public int pendingBitsBar() {
        return (int) (registers.u32(PENDING_BITS) & BAR_INDICATOR);
    }

    /// Where in its BAR the pending bits begin, in bytes.
    public long pendingBitsOffset() {
        return registers.u32(PENDING_BITS) & ~BAR_INDICATOR;
    }
}
