package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Records the PCI devices of this machine as sysfs shows them, VFs among them, and what programs
/// that are not ours say of them. The tests of sriov-native read the recording on any machine; its
/// format is that of their class `RecordedMachine`.
///
/// No test of the lab: it runs when it is called by its name (docs/lab.md).
class SysfsRecording {
    private static final Path SYS = Path.of("/sys");
    private static final Path PLACE = Path.of("/share/recording/lab.machine");

    /// Attributes whose reading does something, that are as large as the device, or that say how
    /// long the machine has been running.
    private static final String LEFT_OUT =
            "rom|resource\\d.*|remove|rescan|.*_stats.*|.*errors?_.*";

    /// What is recorded of an interface.
    private static final Set<String> OF_INTERFACES =
            Set.of("address", "dev_port", "flags", "ifindex", "operstate", "phys_port_name");

    private static final int CHUNK = 16;

    private final StringBuilder text = new StringBuilder();

    @Test
    void ofThisMachine() throws IOException {
        createVfs();
        for (PciFunction function : PciFunction.all()) {
            function(function.directory().toRealPath());
        }
        linksOf(SYS.resolve("bus/pci/devices"));
        try (Stream<Path> groups = Files.list(SYS.resolve("kernel/iommu_groups"))) {
            for (Path group : groups.sorted().toList()) {
                linksOf(group.resolve("devices"));
            }
        }
        said("lspci", "-D", "-n", "-mm");
        said("lspci", "-D", "-n", "-vvv");
        said("ip", "-d", "-o", "link");
        Files.createDirectories(PLACE.getParent());
        Files.writeString(PLACE, text);
    }

    private static void createVfs() {
        PciFunction igb = LabMachine.igb();
        igb.attribute("sriov_numvfs").write(LabMachine.IGB_VFS);
        for (PciFunction vf : igb.vfs().subList(4, 6)) {
            vf.attribute("driver_override").write("vfio-pci");
            vf.attribute("driver/unbind").write(vf);
            new Attribute(SYS.resolve("bus/pci/drivers_probe")).write(vf);
        }
        igb.vfs().get(6).attribute("driver/unbind").write(igb.vfs().get(6));
        String name;
        try (Stream<Path> interfaces = Files.list(igb.directory().resolve("net"))) {
            name = interfaces.findFirst().orElseThrow().getFileName().toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Program.run("ip", "link", "set", name, "vf", "1", "mac", "02:00:00:00:01:01");
        Program.run("ip", "link", "set", name, "vf", "2", "vlan", "100", "qos", "3");
        LabMachine.igbWithoutAcs().createVfs(2);
        LabMachine.nvme().createVfs(12);
        assertThat(igb.vfs()).hasSize(LabMachine.IGB_VFS);
    }

    private void function(Path directory) throws IOException {
        at(directory);
        for (Path entry : entries(directory)) {
            String name = entry.getFileName().toString();
            if (Files.isSymbolicLink(entry)) {
                if (name.matches("driver|iommu_group|physfn|virtfn\\d+")) {
                    link(entry);
                }
            } else if (name.equals("config")) {
                bytes(name, Files.readAllBytes(entry));
            } else if (Files.isRegularFile(entry) && !name.matches(LEFT_OUT)) {
                file(entry);
            }
        }
        for (String kind : List.of("net", "nvme")) {
            for (Path device : entries(directory.resolve(kind))) {
                at(device);
                for (Path entry : entries(device)) {
                    if (OF_INTERFACES.contains(entry.getFileName().toString())
                            && kind.equals("net")) {
                        file(entry);
                    }
                }
            }
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }

    private void linksOf(Path directory) throws IOException {
        at(directory);
        for (Path entry : entries(directory)) {
            link(entry);
        }
    }

    private void at(Path directory) {
        text.append("at ").append(SYS.relativize(directory)).append('\n');
    }

    private void link(Path link) throws IOException {
        text.append("link ").append(link.getFileName()).append(' ');
        text.append(Files.readSymbolicLink(link)).append('\n');
    }

    /// What cannot be read is recorded as an empty file: that it is there is what it says.
    private void file(Path file) {
        String content;
        try {
            content = Files.readString(file);
        } catch (IOException e) {
            content = "";
        }
        String escaped = content.replace("\\", "\\\\").replace("\n", "\\n");
        text.append("file ").append(file.getFileName()).append(' ').append(escaped).append('\n');
    }

    private void bytes(String name, byte[] bytes) {
        text.append("bytes ").append(name).append(' ').append(bytes.length);
        for (int at = 0; at < bytes.length; at += CHUNK) {
            int end = Math.min(at + CHUNK, bytes.length);
            if (IntStream.range(at, end).anyMatch(i -> bytes[i] != 0)) {
                text.append(" %x:%s".formatted(at, HexFormat.of().formatHex(bytes, at, end)));
            }
        }
        text.append('\n');
    }

    private void said(String... words) {
        String output = Program.run(words);
        text.append("said ").append(String.join(" ", words)).append('\n');
        text.append(output.lines().map(line -> "|" + line + "\n").collect(Collectors.joining()));
    }
}
