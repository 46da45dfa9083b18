package io.sriov.testkit.linux;

/// A row of a driver's table of devices: `struct pci_device_id`. Immutable.
///
/// @param vendorId PCI vendor ID, or [#ANY]
/// @param deviceId PCI device ID, or [#ANY]
/// @param classCode class, subclass and programming interface, 24 bits; of account as far as the
///   mask says
/// @param classMask which bits of the class code have to agree; 0 for none
public record PciId(int vendorId, int deviceId, int classCode, int classMask) {
    /// Any ID: `PCI_ANY_ID`.
    public static final int ANY = -1;

    /// {@return a row for one kind of device}
    ///
    /// @param vendorId PCI vendor ID
    /// @param deviceId PCI device ID
    public static PciId of(int vendorId, int deviceId) {
        return new PciId(vendorId, deviceId, 0, 0);
    }

    /// {@return a row for every device of a class}
    ///
    /// @param classCode class, subclass and programming interface, 24 bits
    public static PciId ofClass(int classCode) {
        return new PciId(ANY, ANY, classCode, 0xffffff);
    }

    boolean matches(int vendor, int device, int ofClass) {
        return (vendorId == ANY || vendorId == vendor)
                && (deviceId == ANY || deviceId == device)
                && ((classCode ^ ofClass) & classMask) == 0;
    }
}
