package io.sriov.pci;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The Access Control Services (ACS) Extended Capability of a function (PCIe 6.0 §7.7.11), as it
/// read at one moment: what keeps one VF from reaching another without passing the IOMMU.
/// Immutable.
public final class AcsCapability {
    /// The extended capability ID (§7.7.11.1).
    public static final int ID = 0x000d;

    /// The size of the fixed part of the capability, in bytes.
    public static final int LENGTH = 0x08;

    /// ACS Capability, 2 bytes (§7.7.11.2).
    public static final int CAPABILITY = 0x04;

    /// ACS Control, 2 bytes (§7.7.11.3). A control has the same bit here as in ACS Capability.
    public static final int CONTROL = 0x06;

    /// The controls of ACS, each a bit of both registers (§6.12.1).
    public enum Control {
        /// A request must come from a bus number below the port.
        SOURCE_VALIDATION(0x01),
        /// Requests with a translated address are refused.
        TRANSLATION_BLOCKING(0x02),
        /// Peer-to-peer requests are sent to the root complex.
        P2P_REQUEST_REDIRECT(0x04),
        /// Peer-to-peer completions are sent to the root complex.
        P2P_COMPLETION_REDIRECT(0x08),
        /// Redirected traffic goes upstream.
        UPSTREAM_FORWARDING(0x10),
        /// Egress to chosen peers is refused.
        P2P_EGRESS_CONTROL(0x20),
        /// Requests with a translated address may go to a peer directly.
        DIRECT_TRANSLATED_P2P(0x40);

        private final int bit;

        Control(int bit) {
            this.bit = bit;
        }

        /// The control's bit in both registers.
        public int bit() {
            return bit;
        }
    }

    private final RegisterBlock registers;

    private AcsCapability(RegisterBlock registers) {
        this.registers = registers;
    }

    /// Reads the capability at a known place.
    ///
    /// @throws IllegalArgumentException if the offset is not one a capability can have
    public static AcsCapability read(ConfigSpace config, int offset) {
        return new AcsCapability(RegisterBlock.read(config, offset, LENGTH));
    }

    /// Finds the capability and reads it; empty if the function has none.
    public static Optional<AcsCapability> find(ConfigSpace config) {
        return CapabilityWalk.of(config).findExtended(ID).map(c -> read(config, c.offset()));
    }

    /// Where the capability's header is in configuration space.
    public int offset() {
        return registers.offset();
    }

    /// The controls that are implemented, in the order of their bits.
    public Set<Control> supported() {
        return controls(CAPABILITY);
    }

    /// The controls that are on, in the order of their bits.
    public Set<Control> enabled() {
        return controls(CONTROL);
    }

    private Set<Control> controls(int register) {
        Set<Control> controls = EnumSet.noneOf(Control.class);
        for (Control control : Control.values()) {
            if (registers.bit(register, control.bit)) {
                controls.add(control);
            }
        }
        return Collections.unmodifiableSet(controls);
    }
}
