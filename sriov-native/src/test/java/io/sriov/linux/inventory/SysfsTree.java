package io.sriov.linux.inventory;

import io.sriov.ffm.Libc;
import io.sriov.host.RecordStore;
import io.sriov.linux.LinuxHost;
import io.sriov.linux.SysfsConfigSpace;
import io.sriov.linux.sys.Sysfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/// `/sys` and `/proc` of a machine, made of plain files and links as the kernel lays them out.
/// Addresses and places of VFs are worked out here on their own, not with the code under test.
final class SysfsTree {
    private final Path sys;
    private final Path proc;

    /// Makes a machine without devices, whose only process is the first one.
    ///
    /// @param root a directory of its own
    SysfsTree(Path root) {
        this(root.resolve("sys"), root.resolve("proc"));
        make(sys.resolve("bus/pci/devices"));
        process(1, "systemd");
    }

    private SysfsTree(Path sys, Path proc) {
        this.sys = sys;
        this.proc = proc;
    }

    /// {@return a machine that has been made before}
    static SysfsTree at(Path root) {
        return new SysfsTree(root.resolve("sys"), root.resolve("proc"));
    }

    Sysfs sysfs() {
        return new Sysfs(Libc.system(), sys);
    }

    /// {@return where `/sys` is}
    Path sys() {
        return sys;
    }

    Path proc() {
        return proc;
    }

    /// {@return where device files would be}
    Path dev() {
        return sys.resolveSibling("dev");
    }

    /// {@return this machine as programs see it}
    ///
    /// @param records where records are kept
    LinuxHost host(RecordStore records) {
        return LinuxHost.builder().sys(sys).proc(proc).dev(dev()).records(records).build();
    }

    /// {@return the inventory of this machine, as root sees it}
    PfInventory inventory() {
        return inventory(sysfs());
    }

    static PfInventory inventory(Sysfs sysfs) {
        return new PfInventory(
                sysfs,
                (file, reader) -> {
                    try (var config = SysfsConfigSpace.open(file)) {
                        reader.accept(config);
                    }
                });
    }

    /// {@return the users of this machine's VFs}
    ///
    /// @param addresses the IP addresses
    VfUsers users(InterfaceAddresses addresses) {
        return new VfUsers(sysfs(), proc, VfioGroupProbe.of(dev()), addresses);
    }

    /// Adds a function.
    ///
    /// @param path where it hangs: root bus, ports, and its own address, `pci0000:00`,
    ///   `0000:00:03.0`, `0000:01:00.0`
    Function function(String... path) {
        Path directory = sys.resolve("devices");
        for (String component : path) {
            directory = make(directory.resolve(component));
        }
        String address = path[path.length - 1];
        Path link = sys.resolve("bus/pci/devices").resolve(address);
        if (!Files.exists(link)) {
            link(link, directory);
        }
        return new Function(directory, address);
    }

    /// Adds a process.
    RunningProcess process(long pid, String name) {
        Path directory = make(proc.resolve(Long.toString(pid)));
        make(directory.resolve("fd"));
        write(directory.resolve("comm"), name);
        return new RunningProcess(directory);
    }

    /// Adds a device that is not PCI's, such as a bridge, `virtual/net/br0`.
    Path device(String path) {
        return make(sys.resolve("devices").resolve(path));
    }

    /// Links what `bus/vdpa/devices` shows.
    void vdpa(Function parent, String name, String child) {
        Path device = make(parent.directory.resolve(name));
        make(device.resolve(child));
        make(sys.resolve("bus/vdpa/devices"));
        link(sys.resolve("bus/vdpa/devices").resolve(name), device);
    }

    /// A process of the machine.
    record RunningProcess(Path directory) {
        /// Says more about an open file, as `/proc/PID/fdinfo` does.
        RunningProcess says(int descriptor, String line) {
            write(
                    make(directory.resolve("fdinfo")).resolve(Integer.toString(descriptor)),
                    "pos:\t0\nflags:\t02000002\nmnt_id:\t17\nino:\t1113\n" + line);
            return this;
        }

        RunningProcess holds(int descriptor, String file) {
            try {
                Files.createSymbolicLink(
                        directory.resolve("fd").resolve(Integer.toString(descriptor)),
                        Path.of(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }

        /// Makes the open files of the process something that cannot be listed.
        RunningProcess hidesItsFiles() {
            delete(directory.resolve("fd"));
            write(directory.resolve("fd"), "");
            return this;
        }
    }

    /// A function of the machine.
    final class Function {
        private final Path directory;
        private final String address;

        private Function(Path directory, String address) {
            this.directory = directory;
            this.address = address;
        }

        Path directory() {
            return directory;
        }

        String address() {
            return address;
        }

        Function is(String vendor, String device, String classCode) {
            attribute("numa_node", "-1");
            attribute("irq", "0");
            attribute("resource", "0x0000000000000000 0x0000000000000000 0x0000000000000000");
            return attribute("vendor", vendor)
                    .attribute("device", device)
                    .attribute("class", classCode);
        }

        Function attribute(String name, String text) {
            write(directory.resolve(name), text);
            return this;
        }

        Function config(byte[] bytes) {
            try {
                Files.write(directory.resolve("config"), bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }

        Function driver(String name) {
            link(directory.resolve("driver"), make(sys.resolve("bus/pci/drivers").resolve(name)));
            return this;
        }

        Function group(int number) {
            Path group = sys.resolve("kernel/iommu_groups/" + number);
            Path devices = make(group.resolve("devices"));
            link(devices.resolve(address), directory);
            link(directory.resolve("iommu_group"), group);
            return this;
        }

        Function sriov(int total, int enabled, int offset, int stride, String vfDevice) {
            return attribute("sriov_totalvfs", Integer.toString(total))
                    .attribute("sriov_numvfs", Integer.toString(enabled))
                    .attribute("sriov_offset", Integer.toString(offset))
                    .attribute("sriov_stride", Integer.toString(stride))
                    .attribute("sriov_vf_device", vfDevice)
                    .attribute("sriov_drivers_autoprobe", "1");
        }

        /// Adds the VF of a number where offset and stride say; its parent in sysfs is its PF's.
        Function vf(int index, int offset, int stride) {
            String[] parts = address.split("[:.]", -1);
            int id =
                    (Integer.parseInt(parts[1], 16) << 8)
                            + (Integer.parseInt(parts[2], 16) << 3)
                            + Integer.parseInt(parts[3])
                            + offset
                            + index * stride;
            String at = "%s:%02x:%02x.%d".formatted(parts[0], id >> 8, (id >> 3) & 0x1f, id & 0x7);
            Path place = make(directory.resolveSibling(at));
            link(sys.resolve("bus/pci/devices").resolve(at), place);
            link(directory.resolve("virtfn" + index), place);
            link(place.resolve("physfn"), directory);
            return new Function(place, at).attribute("driver_override", "(null)");
        }

        /// Adds a device of a class: `nvme/nvme0`.
        Function child(String kind, String name) {
            make(directory.resolve(kind).resolve(name));
            return this;
        }

        NetDevice netDevice(String name) {
            Path device = make(directory.resolve("net").resolve(name));
            write(device.resolve("flags"), "0x1002");
            write(device.resolve("dev_port"), "0");
            return new NetDevice(device);
        }
    }

    /// A network interface of the machine.
    record NetDevice(Path directory) {
        NetDevice attribute(String name, String text) {
            write(directory.resolve(name), text);
            return this;
        }

        NetDevice linked(String name, Path target) {
            link(directory.resolve(name), target);
            return this;
        }
    }

    private static Path make(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.write(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Links as sysfs does: by a relative path.
    private static void link(Path link, Path target) {
        try {
            Files.createSymbolicLink(
                    link, Objects.requireNonNull(link.getParent()).relativize(target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Deletes something with all below it, and nothing that links lead to.
    static void delete(Path path) {
        try (Stream<Path> below = Files.walk(path)) {
            for (Path one : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
