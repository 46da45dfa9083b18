package io.sriov.testkit.linux;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;

/// Functions that the IOMMU cannot tell apart: `struct iommu_group`.
final class IommuGroup {
    private final int number;
    private final SequencedSet<PciDevice> members = new LinkedHashSet<>();
    private final Map<PciDevice, String> holders = new HashMap<>();

    IommuGroup(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /// The functions, in the order in which they came.
    SequencedSet<PciDevice> members() {
        return members;
    }

    /// The processes that have members of it through VFIO, all of them the same one.
    Map<PciDevice, String> holders() {
        return holders;
    }
}
