package io.sriov.linux.inventory;

import io.sriov.linux.sys.Sysfs;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The IOMMU groups of a machine, each read once. For one reading; not thread-safe.
final class IommuGroups {
    private final Sysfs sysfs;
    private final Map<String, IommuGroup> read = new HashMap<>();

    IommuGroups(Sysfs sysfs) {
        this.sysfs = sysfs;
    }

    /// {@return the group of a function; empty where it has none}
    Optional<IommuGroup> of(Attributes function) {
        return function.linkedName("iommu_group")
                .filter(IommuGroups::isNumber)
                .map(number -> read.computeIfAbsent(number, this::group));
    }

    static boolean isNumber(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private IommuGroup group(String number) {
        return new IommuGroup(
                number,
                sysfs.names(sysfs.path("kernel/iommu_groups/" + number + "/devices")).stream()
                        .sorted(NameOrder.BY_NUMBERS)
                        .toList());
    }
}
