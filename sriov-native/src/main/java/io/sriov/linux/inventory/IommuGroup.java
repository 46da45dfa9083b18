package io.sriov.linux.inventory;

import io.sriov.pci.PciAddress;
import java.util.List;

/// An IOMMU group: functions that the IOMMU cannot tell from each other, and that are given to a
/// guest together or not at all (`Documentation/driver-api/vfio.rst`). One object serves all
/// members.
///
/// @param number its number, decimal; another one after the next boot
/// @param members the names of its devices, a PCI function's being its address; empty where they
///   cannot be told
public record IommuGroup(String number, List<String> members) {
    /// Copies the list.
    public IommuGroup {
        members = List.copyOf(members);
    }

    /// {@return the names of the members other than one}
    ///
    /// @param address that one
    public List<String> othersThan(PciAddress address) {
        String own = address.toString();
        return members.stream().filter(member -> !member.equals(own)).toList();
    }
}
