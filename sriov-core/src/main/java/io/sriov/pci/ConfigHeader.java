package io.sriov.pci;

/// The registers that every function's configuration space begins with (PCIe 6.0 §7.5.1.1), and
/// their decoded values.
///
/// A VF answers all ones for Vendor ID and Device ID and has no BARs of its own (§9.3.4.1): its
/// identity is the PF's Vendor ID with the [SriovCapability#vfDeviceId()], its memory is an
/// aperture of a [VfBar].
///
/// @param vendorId 0..65535; 65535 where no function answers, and for a VF
/// @param deviceId 0..65535
/// @param command the Command register
/// @param status the Status register
/// @param revisionId 0..255
/// @param classCode base class, sub-class and programming interface, 24 bits
/// @param headerType the header layout, 0..127, without the multi-function bit
/// @param multiFunction whether the device may have functions other than 0
public record ConfigHeader(
        int vendorId,
        int deviceId,
        int command,
        int status,
        int revisionId,
        int classCode,
        int headerType,
        boolean multiFunction) {
    /// Vendor ID, 2 bytes (§7.5.1.1.1).
    public static final int VENDOR_ID = 0x00;

    /// Device ID, 2 bytes (§7.5.1.1.2).
    public static final int DEVICE_ID = 0x02;

    /// Command, 2 bytes (§7.5.1.1.3).
    public static final int COMMAND = 0x04;

    /// Command: I/O Space Enable.
    public static final int COMMAND_IO_SPACE = 0x0001;

    /// Command: Memory Space Enable. Hardwired to 0 in a VF, which obeys VF MSE instead
    /// (§9.3.4.1.3).
    public static final int COMMAND_MEMORY_SPACE = 0x0002;

    /// Command: Bus Master Enable.
    public static final int COMMAND_BUS_MASTER = 0x0004;

    /// Command: Interrupt Disable.
    public static final int COMMAND_INTERRUPT_DISABLE = 0x0400;

    /// Status, 2 bytes (§7.5.1.1.4).
    public static final int STATUS = 0x06;

    /// Status: a list of capabilities is present.
    public static final int STATUS_CAPABILITIES_LIST = 0x0010;

    /// Revision ID, 1 byte (§7.5.1.1.5).
    public static final int REVISION_ID = 0x08;

    /// Class Code, 3 bytes (§7.5.1.1.6).
    public static final int CLASS_CODE = 0x09;

    /// Header Type, 1 byte (§7.5.1.1.9).
    public static final int HEADER_TYPE = 0x0e;

    /// Header Type: Multi-Function Device.
    public static final int HEADER_TYPE_MULTI_FUNCTION = 0x80;

    /// Header Type: a bridge, that is a Root Port or Switch Port.
    public static final int HEADER_TYPE_BRIDGE = 0x01;

    /// The first Base Address Register, 4 bytes each (§7.5.1.2.1).
    public static final int BAR0 = 0x10;

    /// Primary, Secondary and Subordinate Bus Number of a bridge, 1 byte each (§7.5.1.3.2).
    public static final int PRIMARY_BUS = 0x18;

    /// Secondary Bus Number of a bridge: the bus below it (§7.5.1.3.3).
    public static final int SECONDARY_BUS = 0x19;

    /// Subordinate Bus Number of a bridge: the highest bus below it (§7.5.1.3.4).
    public static final int SUBORDINATE_BUS = 0x1a;

    /// Subsystem Vendor ID of an endpoint, 2 bytes (§7.5.1.2.3).
    public static final int SUBSYSTEM_VENDOR_ID = 0x2c;

    /// Subsystem ID of an endpoint, 2 bytes (§7.5.1.2.3).
    public static final int SUBSYSTEM_ID = 0x2e;

    /// Capabilities Pointer, 1 byte (§7.5.1.1.11).
    public static final int CAPABILITIES_POINTER = 0x34;

    /// The first offset a capability may have: the end of the header.
    public static final int END = 0x40;

    /// What Vendor ID reads where no function answers (§2.3.2).
    public static final int NO_VENDOR = 0xffff;

    /// Reads the header: four accesses of 4 bytes.
    public static ConfigHeader read(ConfigSpace config) {
        long ids = config.read32(VENDOR_ID);
        long commandStatus = config.read32(COMMAND);
        long revisionClass = config.read32(REVISION_ID);
        int type = (int) ((config.read32(HEADER_TYPE & ~3) >> (8 * (HEADER_TYPE & 3))) & 0xff);
        return new ConfigHeader(
                (int) (ids & 0xffff),
                (int) (ids >> 16),
                (int) (commandStatus & 0xffff),
                (int) (commandStatus >> 16),
                (int) (revisionClass & 0xff),
                (int) (revisionClass >> 8),
                type & ~HEADER_TYPE_MULTI_FUNCTION,
                (type & HEADER_TYPE_MULTI_FUNCTION) != 0);
    }

    /// Whether the function can be told by its Vendor ID: false where nothing answers and for a VF.
    public boolean identified() {
        return vendorId != NO_VENDOR;
    }
}
