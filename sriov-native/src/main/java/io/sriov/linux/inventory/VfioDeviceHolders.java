package io.sriov.linux.inventory;

import io.sriov.host.VfUse;
import io.sriov.linux.bind.PassthroughDrivers;
import io.sriov.linux.inventory.FileHolders.Holder;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Who holds a function as a VFIO device although no process is seen to have its group open. For
/// one reading; not thread-safe.
///
/// Kernels before 6.18 do not say which device a file is. What a process has open then counts for
/// the functions of the groups that it has open as well; if it has more, any other function may be
/// meant, and the kernel is asked.
final class VfioDeviceHolders {
    private final Sysfs sysfs;
    private final VfioGroupProbe groups;
    private final Map<PciAddress, List<Holder>> named = new HashMap<>();
    private final List<Holder> suspects = new ArrayList<>();

    VfioDeviceHolders(Sysfs sysfs, FileHolders holders, VfioGroupProbe groups) {
        this.sysfs = sysfs;
        this.groups = groups;
        holders.vfioDevices()
                .forEach((holder, files) -> {
                    files.named()
                            .forEach(address ->
                                    named.computeIfAbsent(address, _ -> new ArrayList<>())
                                            .add(holder));
                    if (files.unnamed() > functionsIn(files)) {
                        suspects.add(holder);
                    }
                });
    }

    /// How many functions a process may have open through the groups that it has open.
    private long functionsIn(VfioDeviceFiles files) {
        return files.groups().stream()
                .map(name ->
                        name.startsWith(SysfsVf.NO_IOMMU)
                                ? name.substring(SysfsVf.NO_IOMMU.length())
                                : name)
                .filter(IommuGroups::isNumber)
                .mapToLong(this::functionsOfVfio)
                .sum();
    }

    private long functionsOfVfio(String group) {
        var devices = sysfs.path("kernel/iommu_groups/" + group + "/devices");
        return sysfs.names(devices).stream()
                .filter(name ->
                        sysfs.linkedName(devices.resolve(name).resolve("driver"))
                                .filter(PassthroughDrivers::isVfio)
                                .isPresent())
                .count();
    }

    /// {@return who holds a function that no process is seen to have the group of}
    VfUsage of(SysfsVf vf) {
        List<Holder> certain = named.getOrDefault(vf.function().address(), List.of());
        if (!certain.isEmpty()) {
            return new VfUsage(
                    certain.stream()
                            .distinct()
                            .map(holder ->
                                    new VfUse(
                                            "process " + text(holder) + " holds it through VFIO",
                                            true))
                            .toList(),
                    Optional.empty());
        }
        Optional<IommuGroup> group = vf.function().iommuGroup();
        if (suspects.isEmpty() || group.isEmpty()) {
            return new VfUsage(List.of(), Optional.empty());
        }
        String who =
                suspects.stream().map(VfioDeviceHolders::text).collect(Collectors.joining(" or "));
        return switch (groups.ask(group.get().number())) {
            case FREE -> new VfUsage(List.of(), Optional.empty());
            case HELD ->
                    new VfUsage(
                            List.of(
                                    new VfUse(
                                            "the kernel says that its VFIO group "
                                                    + group.get().number()
                                                    + " is in use, perhaps by process "
                                                    + who,
                                            true)),
                            Optional.empty());
            case UNKNOWN ->
                    new VfUsage(
                            List.of(),
                            Optional.of(
                                    "process "
                                            + who
                                            + " holds a VFIO device, which may be this one: run as"
                                            + " root to see, or stop that process"));
        };
    }

    private static String text(Holder holder) {
        return holder.name() + " (" + holder.pid() + ")";
    }
}
