package io.sriov.pci;

import java.util.Optional;

/// The Alternative Routing-ID Interpretation (ARI) Extended Capability of a function (PCIe 6.0
/// §7.8.8), as it read at one moment. Immutable.
public final class AriCapability {
    /// The extended capability ID (§7.8.8.1).
    public static final int ID = 0x000e;

    /// The size of the capability, in bytes.
    public static final int LENGTH = 0x08;

    /// ARI Capability, 2 bytes (§7.8.8.2).
    public static final int CAPABILITY = 0x04;

    /// ARI Capability: MFVC Function Groups Capability.
    public static final int CAPABILITY_MFVC_GROUPS = 0x0001;

    /// ARI Capability: ACS Function Groups Capability.
    public static final int CAPABILITY_ACS_GROUPS = 0x0002;

    /// ARI Control, 2 bytes (§7.8.8.3).
    public static final int CONTROL = 0x06;

    private final RegisterBlock registers;

    private AriCapability(RegisterBlock registers) {
        this.registers = registers;
    }

    /// Reads the capability at a known place.
    ///
    /// @throws IllegalArgumentException if the offset is not one a capability can have
    public static AriCapability read(ConfigSpace config, int offset) {
        return new AriCapability(RegisterBlock.read(config, offset, LENGTH));
    }

    /// Finds the capability and reads it; empty if the function has none.
    public static Optional<AriCapability> find(ConfigSpace config) {
        return CapabilityWalk.of(config).findExtended(ID).map(c -> read(config, c.offset()));
    }

    /// Where the capability's header is in configuration space.
    public int offset() {
        return registers.offset();
    }

    /// The version in the header, 0..15.
    public int version() {
        return registers.u16(2) & 0xf;
    }

    /// Whether the function can take part in MFVC function groups.
    public boolean mfvcFunctionGroups() {
        return registers.bit(CAPABILITY, CAPABILITY_MFVC_GROUPS);
    }

    /// Whether the function can take part in ACS function groups.
    public boolean acsFunctionGroups() {
        return registers.bit(CAPABILITY, CAPABILITY_ACS_GROUPS);
    }

    /// The next function of the device, 0..255; 0 if this is the last. VFs are not in this chain
    /// (§9.3.7.1).
    public int nextFunction() {
        return registers.u8(CAPABILITY + 1);
    }

    /// The ARI Control register.
    public int control() {
        return registers.u16(CONTROL);
    }
}
