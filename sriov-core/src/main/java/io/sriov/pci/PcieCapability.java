package io.sriov.pci;

import java.util.Arrays;
import java.util.Optional;

/// The PCI Express Capability of a function (PCIe 6.0 §7.5.3), as far as SR-IOV needs it, as it
/// read at one moment. Immutable.
public final class PcieCapability {
    /// The capability ID (§7.5.3.1).
    public static final int ID = 0x10;

    /// The size of a version 2 capability, in bytes.
    public static final int LENGTH = 0x3c;

    /// PCI Express Capabilities, 2 bytes (§7.5.3.2).
    public static final int CAPABILITIES = 0x02;

    /// Device Capabilities, 4 bytes (§7.5.3.3).
    public static final int DEVICE_CAPABILITIES = 0x04;

    /// Device Capabilities: Function Level Reset Capability.
    public static final long DEVICE_CAPABILITIES_FLR = 0x1000_0000L;

    /// Device Control, 2 bytes (§7.5.3.4).
    public static final int DEVICE_CONTROL = 0x08;

    /// Device Control: Initiate Function Level Reset, reads 0.
    public static final int DEVICE_CONTROL_INITIATE_FLR = 0x8000;

    /// Device Status, 2 bytes (§7.5.3.5).
    public static final int DEVICE_STATUS = 0x0a;

    /// Device Status: Transactions Pending.
    public static final int DEVICE_STATUS_TRANSACTIONS_PENDING = 0x0020;

    /// Device Capabilities 2, 4 bytes (§7.5.3.15).
    public static final int DEVICE_CAPABILITIES_2 = 0x24;

    /// Device Capabilities 2: ARI Forwarding Supported.
    public static final long DEVICE_CAPABILITIES_2_ARI_FORWARDING = 0x20;

    /// Device Control 2, 2 bytes (§7.5.3.16).
    public static final int DEVICE_CONTROL_2 = 0x28;

    /// Device Control 2: ARI Forwarding Enable.
    public static final int DEVICE_CONTROL_2_ARI_FORWARDING = 0x0020;

    /// What kind of function it is: the Device/Port Type field (§7.5.3.2, Table 7-17).
    public enum PortType {
        /// An endpoint.
        ENDPOINT(0x0),
        /// A legacy endpoint.
        LEGACY_ENDPOINT(0x1),
        /// A root port of a root complex.
        ROOT_PORT(0x4),
        /// The upstream port of a switch.
        SWITCH_UPSTREAM_PORT(0x5),
        /// A downstream port of a switch.
        SWITCH_DOWNSTREAM_PORT(0x6),
        /// A bridge from PCI Express to PCI or PCI-X.
        PCIE_TO_PCI_BRIDGE(0x7),
        /// A bridge from PCI or PCI-X to PCI Express.
        PCI_TO_PCIE_BRIDGE(0x8),
        /// An endpoint integrated into the root complex.
        ROOT_COMPLEX_INTEGRATED_ENDPOINT(0x9),
        /// A root complex event collector.
        ROOT_COMPLEX_EVENT_COLLECTOR(0xa),
        /// A value the specification reserves.
        RESERVED(0xf);

        private static final PortType[] BY_CODE = new PortType[16];

        static {
            Arrays.fill(BY_CODE, RESERVED);
            for (PortType type : values()) {
                BY_CODE[type.code] = type;
            }
        }

        private final int code;

        PortType(int code) {
            this.code = code;
        }

        /// The value of the field, 0..15.
        public int code() {
            return code;
        }

        /// The type of a field value; [#RESERVED] where the specification has none.
        ///
        /// @param code 0..15; only the low 4 bits count
        public static PortType of(int code) {
            return BY_CODE[code & 0xf];
        }
    }

    private final RegisterBlock registers;

    private PcieCapability(RegisterBlock registers) {
        this.registers = registers;
    }

    /// Reads the capability at a known place. A version 1 capability is shorter; what follows it is
    /// not looked at.
    ///
    /// @throws IllegalArgumentException if the offset is not one a capability can have
    public static PcieCapability read(ConfigSpace config, int offset) {
        return new PcieCapability(RegisterBlock.read(config, offset, LENGTH));
    }

    /// Finds the capability and reads it; empty if the function is not PCI Express.
    public static Optional<PcieCapability> find(ConfigSpace config) {
        return CapabilityWalk.of(config).find(ID).map(c -> read(config, c.offset()));
    }

    /// Where the capability's header is in configuration space.
    public int offset() {
        return registers.offset();
    }

    /// The version of the capability's layout, 0..15.
    public int version() {
        return registers.u16(CAPABILITIES) & 0xf;
    }

    /// What kind of function it is.
    public PortType portType() {
        return PortType.of(registers.u16(CAPABILITIES) >> 4);
    }

    /// Whether the function can be reset alone.
    public boolean functionLevelReset() {
        return (registers.u32(DEVICE_CAPABILITIES) & DEVICE_CAPABILITIES_FLR) != 0;
    }

    /// Whether requests of the function are still outstanding.
    public boolean transactionsPending() {
        return registers.bit(DEVICE_STATUS, DEVICE_STATUS_TRANSACTIONS_PENDING);
    }

    /// Whether a port can forward configuration requests to ARI functions. Always false before
    /// version 2.
    public boolean ariForwardingSupported() {
        return version() >= 2
                && (registers.u32(DEVICE_CAPABILITIES_2) & DEVICE_CAPABILITIES_2_ARI_FORWARDING)
                        != 0;
    }

    /// Whether a port does forward configuration requests to ARI functions. Always false before
    /// version 2.
    public boolean ariForwardingEnabled() {
        return version() >= 2 && registers.bit(DEVICE_CONTROL_2, DEVICE_CONTROL_2_ARI_FORWARDING);
    }
}
