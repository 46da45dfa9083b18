package io.sriov.cli;

import io.sriov.host.Host;
import io.sriov.host.HostPlatform;
import io.sriov.host.HostPlatforms;
import io.sriov.host.MemoryRecordStore;
import io.sriov.linux.LinuxHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A Linux system as the machine that a command runs on, its sysfs made of plain files.
///
/// @param root where they are
record ThisLinux(Path root) implements HostPlatform {
    HostPlatforms alone() {
        return HostPlatforms.of(List.of(this));
    }

    /// Adds a PF without VFs.
    ThisLinux pf(String address, int totalVfs) throws IOException {
        Path directory =
                Files.createDirectories(root.resolve("sys/bus/pci/devices").resolve(address));
        attribute(directory, "vendor", "0x8086");
        attribute(directory, "device", "0x10c9");
        attribute(directory, "class", "0x020000");
        attribute(directory, "sriov_totalvfs", Integer.toString(totalVfs));
        attribute(directory, "sriov_numvfs", "0");
        attribute(directory, "sriov_drivers_autoprobe", "1");
        return this;
    }

    private static void attribute(Path directory, String name, String value) throws IOException {
        Files.writeString(directory.resolve(name), value + "\n");
    }

    @Override
    public String name() {
        return "linux";
    }

    @Override
    public String description() {
        return "this machine";
    }

    @Override
    public boolean isNative() {
        return true;
    }

    @Override
    public Host open(String argument) {
        return LinuxHost.builder()
                .sys(root.resolve("sys"))
                .proc(root.resolve("proc"))
                .dev(root.resolve("dev"))
                .records(new MemoryRecordStore())
                .build();
    }
}
