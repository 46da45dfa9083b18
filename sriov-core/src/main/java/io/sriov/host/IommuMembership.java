package io.sriov.host;

import java.util.List;

/// The IOMMU group that a function is in: those in one group cannot be told apart by the IOMMU, and
/// are given to a guest together or not at all (Linux, `Documentation/driver-api/vfio.rst`).
/// Immutable.
///
/// @param group the group's number, another one after the next boot: to be used at once, and not to
///   be kept
/// @param others the other devices in it, a PCI function by its address; none where the function
///   has the group to itself
public record IommuMembership(String group, List<String> others) {
    /// Copies the list.
    public IommuMembership {
        others = List.copyOf(others);
    }
}
