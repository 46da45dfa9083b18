package io.sriov.testkit.linux;

import io.sriov.host.Errno;
import io.sriov.pci.PciAddress;
import io.sriov.testkit.linux.SysfsNode.Attribute;
import io.sriov.testkit.linux.SysfsNode.Directory;
import io.sriov.testkit.linux.SysfsNode.Link;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The tree of files below `/sys`: `fs/kernfs`, and the attributes of buses and drivers.
final class Sysfs {
    private static final String MOUNT = "/sys";

    /// More links than that are a circle: `MAXSYMLINKS`.
    private static final int MOST_LINKS = 40;

    private final SimulatedLinux kernel;
    private final DeviceAttributes attributes;

    Sysfs(SimulatedLinux kernel) {
        this.kernel = kernel;
        this.attributes = new DeviceAttributes(kernel);
    }

    /// What a path leads to, links followed.
    SysfsNode follow(String path) {
        return walk(path, true);
    }

    /// What a path leads to; its last part may be a link, which is not followed.
    SysfsNode find(String path) {
        return walk(path, false);
    }

    private SysfsNode walk(String path, boolean followLast) {
        List<String> parts = parts(path);
        int next = 0;
        Deque<SysfsNode> above = new ArrayDeque<>();
        SysfsNode at = root();
        int links = 0;
        while (next < parts.size()) {
            String part = parts.get(next++);
            if (!(at instanceof Directory(_, var find))) {
                throw new SyscallException(Errno.ENOTDIR, "in " + path);
            }
            if (part.equals("..")) {
                at = above.isEmpty() ? root() : above.removeLast();
                continue;
            }
            SysfsNode below =
                    find.apply(part)
                            .orElseThrow(() ->
                                    new SyscallException(
                                            Errno.ENOENT, "there is no " + part + " in " + path));
            if (below instanceof Link(String target) && (followLast || next < parts.size())) {
                if (++links > MOST_LINKS) {
                    throw new SyscallException(Errno.ENOENT, "links in a circle: " + path);
                }
                List<String> detour = parts(target);
                detour.addAll(parts.subList(next, parts.size()));
                parts = detour;
                next = 0;
                above.clear();
                at = root();
            } else {
                above.addLast(at);
                at = below;
            }
        }
        return at;
    }

    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        int begin =
                path.startsWith(MOUNT) && path.startsWith("/", MOUNT.length()) ? MOUNT.length() : 0;
        while (begin < path.length()) {
            int slash = path.indexOf('/', begin);
            int end = slash < 0 ? path.length() : slash;
            if (end > begin && !(end == begin + 1 && path.charAt(begin) == '.')) {
                parts.add(path.substring(begin, end));
            }
            begin = end + 1;
        }
        return parts;
    }

    private Directory root() {
        return Directory.of(
                () -> List.of("bus", "class", "devices", "kernel"),
                name ->
                        switch (name) {
                            case "bus" -> only("pci", this::pci);
                            case "class" -> only("net", this::net);
                            case "devices" -> rootBuses();
                            default -> only("iommu_groups", this::groups);
                        });
    }

    private interface Made {
        Directory get();
    }

    private static Directory only(String name, Made made) {
        return Directory.of(() -> List.of(name), _ -> made.get());
    }

    private Directory pci() {
        return Directory.of(
                () -> List.of("devices", "drivers", "drivers_probe"),
                name ->
                        switch (name) {
                            case "devices" -> devices();
                            case "drivers" -> drivers();
                            default -> Attribute.writeOnly(this::driversProbe);
                        });
    }

    private Directory devices() {
        return new Directory(
                () -> kernel.devices().all().keySet().stream().map(PciAddress::toString).toList(),
                name -> kernel.devices().find(name).map(device -> new Link(device.devpath())));
    }

    private Directory rootBuses() {
        List<PciDevice> devices = kernel.devices().root().devices();
        String name = devices.isEmpty() ? "pci0000:00" : parts(devices.getFirst().devpath()).get(1);
        return only(
                name,
                () ->
                        new Directory(
                                () -> devices.stream().map(PciDevice::toString).toList(),
                                child ->
                                        kernel.devices()
                                                .find(child)
                                                .filter(at -> at.bus().bridge().isEmpty())
                                                .map(attributes::directory)));
    }

    private Directory net() {
        return new Directory(
                () -> List.copyOf(kernel.netDevices().all().keySet()),
                name ->
                        Optional.ofNullable(kernel.netDevices().all().get(name))
                                .map(net -> new Link(net.devpath())));
    }

    private Directory groups() {
        return new Directory(
                () -> kernel.groups().all().keySet().stream().map(String::valueOf).toList(),
                name -> group(name).map(this::group));
    }

    private Optional<IommuGroup> group(String name) {
        return name.matches("0|[1-9][0-9]{0,8}")
                ? Optional.ofNullable(kernel.groups().all().get(Integer.valueOf(name)))
                : Optional.empty();
    }

    private Directory group(IommuGroup group) {
        return Directory.of(
                () -> List.of("devices", "type"),
                name ->
                        name.equals("type")
                                ? Attribute.readOnly(() -> "DMA\n")
                                : new Directory(
                                        () ->
                                                group.members().stream()
                                                        .map(PciDevice::toString)
                                                        .toList(),
                                        member ->
                                                kernel.devices()
                                                        .find(member)
                                                        .filter(group.members()::contains)
                                                        .map(at -> new Link(at.devpath()))));
    }

    private Directory drivers() {
        return new Directory(
                () -> List.copyOf(kernel.drivers().all().keySet()),
                name -> Optional.ofNullable(kernel.drivers().all().get(name)).map(this::driver));
    }

    private Directory driver(PciDriver driver) {
        return new Directory(
                () -> {
                    List<String> names = new ArrayList<>(List.of("bind", "unbind"));
                    kernel.devices().all().values().stream()
                            .filter(device -> device.driver().equals(Optional.of(driver)))
                            .map(PciDevice::toString)
                            .forEach(names::add);
                    return names;
                },
                name ->
                        switch (name) {
                            case "bind" -> Optional.of(Attribute.writeOnly(at -> bind(driver, at)));
                            case "unbind" ->
                                    Optional.of(Attribute.writeOnly(at -> unbind(driver, at)));
                            default ->
                                    kernel.devices()
                                            .find(name)
                                            .filter(at -> at.driver().equals(Optional.of(driver)))
                                            .map(at -> new Link(at.devpath()));
                        });
    }

    private PciDevice device(String written) {
        String name = KernelText.name(written);
        return kernel.devices()
                .find(name)
                .orElseThrow(() ->
                        new SyscallException(Errno.ENODEV, "there is no device '" + name + "'"));
    }

    /// `bind_store`.
    private void bind(PciDriver driver, String written) {
        PciDevice device = device(written);
        kernel.withDevice(device, () -> kernel.drivers().bind(driver, device));
    }

    /// `unbind_store`.
    private void unbind(PciDriver driver, String written) {
        PciDevice device = device(written);
        if (!device.driver().equals(Optional.of(driver))) {
            throw new SyscallException(
                    Errno.ENODEV, driver.name() + " is not bound to " + device.address());
        }
        kernel.withDevice(device, () -> kernel.drivers().release(device));
    }

    /// `drivers_probe_store`.
    private void driversProbe(String written) {
        PciDevice device = device(written);
        kernel.withDevice(device, () -> kernel.drivers().attach(device));
    }
}
