package io.sriov.linux.inventory;

import io.sriov.pci.PciAddress;
import java.util.Optional;
import java.util.OptionalInt;

/// What holds for PFs and VFs alike. The identity of a VF is the one the kernel made of its PF's: a
/// VF's own registers do not tell it.
///
/// @param address where it sits
/// @param vendorId 0..65535
/// @param deviceId 0..65535
/// @param classCode base class, sub-class and programming interface, 24 bits; 0 where unknown
/// @param driver the driver that is bound, `igb`; empty where none is
/// @param numaNode the NUMA node; empty where the kernel knows none
/// @param iommuGroup its IOMMU group; empty where no IOMMU translates for it
public record PciFunction(
        PciAddress address,
        int vendorId,
        int deviceId,
        int classCode,
        Optional<String> driver,
        OptionalInt numaNode,
        Optional<IommuGroup> iommuGroup) {
    /// The base class of network controllers (PCI Code and ID Assignment Specification).
    public static final int NETWORK = 0x02;

    /// {@return the base class, 0..255}
    public int baseClass() {
        return classCode >> 16;
    }

    /// Reads a function; empty where it is gone.
    static Optional<PciFunction> read(
            PciAddress address, Attributes attributes, IommuGroups groups) {
        OptionalInt vendor = attributes.number("vendor", 0xffff);
        OptionalInt device = attributes.number("device", 0xffff);
        if (vendor.isEmpty() || device.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new PciFunction(
                        address,
                        vendor.getAsInt(),
                        device.getAsInt(),
                        attributes.number("class", 0xff_ffff).orElse(0),
                        attributes.linkedName("driver"),
                        attributes.number("numa_node", Integer.MAX_VALUE),
                        groups.of(attributes)));
    }
}
