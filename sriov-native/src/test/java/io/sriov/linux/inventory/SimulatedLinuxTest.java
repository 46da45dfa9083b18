package io.sriov.linux.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.testkit.linux.LinuxSystem;
import io.sriov.testkit.linux.SimulatedLinux;
import io.sriov.testkit.linux.SyscallException;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The simulated Linux kernel, on the machine that a real one (6.12) was recorded on, says the same
/// of every PF and VF.
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatedLinuxTest {
    private static final String FUNCTIONS = "bus/pci/devices";

    /// Attributes whose texts are the same, but for the subsystem, which a simulated device shares
    /// with its vendor.
    private static final List<String> SAME =
            List.of(
                    "ari_enabled",
                    "class",
                    "device",
                    "driver_override",
                    "enable",
                    "modalias",
                    "numa_node",
                    "revision",
                    "sriov_drivers_autoprobe",
                    "sriov_numvfs",
                    "sriov_offset",
                    "sriov_stride",
                    "sriov_totalvfs",
                    "sriov_vf_device",
                    "sriov_vf_total_msix",
                    "uevent",
                    "vendor");

    /// Files that a function has, or has not.
    private static final List<String> THERE =
            List.of(
                    "reset",
                    "sriov_vf_msix_count",
                    "driver",
                    "iommu_group",
                    "physfn",
                    "net",
                    "nvme");

    @TempDir static Path directory;

    private Path sys;
    private SimulatedLinux linux;

    @BeforeAll
    void rebuild() {
        sys = directory.resolve("sys");
        new RecordedMachine("lab.machine", sys);
        linux =
                new SimulatedLinux(
                        LinuxSystem.builder().machine(machine()).predictableNames(false).build());
        write("0000:01:00.0/sriov_numvfs", "7");
        for (String vf : List.of("0000:01:11.0", "0000:01:11.2", "0000:01:11.4")) {
            linux.write("/sys/bus/pci/drivers/igbvf/unbind", vf);
        }
        for (String vf : List.of("0000:01:11.0", "0000:01:11.2")) {
            write(vf + "/driver_override", "vfio-pci");
            linux.write("/sys/bus/pci/drivers_probe", vf);
        }
        for (String pf : List.of("0000:02:00.0", "0000:03:00.0")) {
            write(pf + "/sriov_drivers_autoprobe", "0");
        }
        write("0000:02:00.0/sriov_numvfs", "12");
        write("0000:03:00.0/sriov_numvfs", "2");
    }

    private void write(String attribute, String text) {
        linux.write("/sys/" + FUNCTIONS + "/" + attribute, text);
    }

    private static SimulatedMachine machine() {
        PfModel igb =
                PfModel.builder()
                        .vendorId(0x8086)
                        .deviceId(0x10c9)
                        .totalVfs(8)
                        .vfDeviceId(0x10ca)
                        .addPlacement(VfPlacement.of(true, 128, 2))
                        .addBar(BarModel.narrow(0, 128 << 10))
                        .addVfBar(BarModel.wide(0, 16 << 10))
                        .addVfBar(BarModel.wide(3, 16 << 10))
                        .build();
        PfModel nvme =
                PfModel.builder()
                        .vendorId(0x1b36)
                        .deviceId(0x0010)
                        .classCode(0x010802)
                        .revisionId(2)
                        .totalVfs(127)
                        .vfDeviceId(0x0010)
                        .addPlacement(VfPlacement.of(true, 1, 1))
                        .addBar(new BarModel(0, true, false, 32 << 10))
                        .addVfBar(new BarModel(0, true, false, 16 << 10))
                        .build();
        return SimulatedMachine.builder()
                .addPort(port(1, 0xfe00_0000L).build())
                .addPort(port(2, 0x4000_0000L).build())
                .addPort(port(3, 0xfd00_0000L).acs(List.of()).build())
                .addPf(PfDefinition.builder().device("igb0").bus(1).hardware(igb).build())
                .addPf(PfDefinition.builder().device("nvme0").bus(2).hardware(nvme).build())
                .addPf(PfDefinition.builder().device("igb1").bus(3).hardware(igb).build())
                .build();
    }

    private static PortModel.Builder port(int bus, long memory) {
        return PortModel.builder().secondaryBus(bus).window(new BridgeWindow(memory, 4 << 20));
    }

    /// All PFs and VFs, that is what is on other buses than 0.
    static Stream<String> functions() throws IOException {
        Path sys = directory.resolve("sys");
        try (Stream<Path> files = Files.list(sys.resolve(FUNCTIONS))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("0000:00:"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private Path recorded(String function, String name) {
        return sys.resolve(FUNCTIONS).resolve(function).resolve(name);
    }

    /// Drivers' directories were not recorded, links to them were.
    private boolean isRecorded(String function, String name) {
        return Files.exists(recorded(function, name), LinkOption.NOFOLLOW_LINKS);
    }

    private static String simulated(String function, String name) {
        return "/sys/" + FUNCTIONS + "/" + function + "/" + name;
    }

    private static String withoutSubsystem(String text) {
        return text.replaceAll("sv\\p{XDigit}{8}sd\\p{XDigit}{8}", "sv.sd.")
                .replaceAll("PCI_SUBSYS_ID=\\p{XDigit}{4}:\\p{XDigit}{4}", "PCI_SUBSYS_ID=.");
    }

    @ParameterizedTest
    @MethodSource("functions")
    void attributesReadTheSame(String function) throws IOException {
        for (String name : SAME) {
            Path file = recorded(function, name);
            assertThat(linux.exists(simulated(function, name)))
                    .as(name)
                    .isEqualTo(Files.exists(file));
            if (Files.exists(file)) {
                assertThat(withoutSubsystem(linux.read(simulated(function, name))))
                        .as(name)
                        .isEqualTo(withoutSubsystem(Files.readString(file)));
            }
        }
        assertThat(linux.read(simulated(function, "reset_method")))
                .as("without power management, which simulated devices have not")
                .isEqualTo(Files.readString(recorded(function, "reset_method")).replace(" pm", ""));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void theSameFilesAreThere(String function) {
        for (String name : THERE) {
            assertThat(linux.exists(simulated(function, name)))
                    .as(name)
                    .isEqualTo(isRecorded(function, name));
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void linksLeadToTheSame(String function) throws IOException {
        List<String> names = new ArrayList<>(List.of("driver", "physfn"));
        try (Stream<Path> files = Files.list(sys.resolve(FUNCTIONS).resolve(function))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("virtfn"))
                    .forEach(names::add);
        }
        for (String name : names) {
            if (isRecorded(function, name)) {
                assertThat(Path.of(linux.readLink(simulated(function, name))).getFileName())
                        .as(name)
                        .isEqualTo(Files.readSymbolicLink(recorded(function, name)).getFileName());
            }
        }
        assertThat(linux.exists(simulated(function, "virtfn" + (names.size() - 2)))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void interfacesHaveTheSameNames(String function) throws IOException {
        if (isRecorded(function, "net")) {
            try (Stream<Path> files = Files.list(recorded(function, "net"))) {
                assertThat(linux.list(simulated(function, "net")))
                        .containsExactlyElementsOf(
                                files.map(file -> file.getFileName().toString()).toList());
            }
        }
    }

    /// The lines that are VF BARs: of a PF from the eighth on, of a VF its first six.
    @ParameterizedTest
    @MethodSource("functions")
    void vfBarsHaveTheSameSizesAndKinds(String function) throws IOException {
        boolean pf = isRecorded(function, "sriov_numvfs");
        List<String> real = Files.readAllLines(recorded(function, "resource"));
        List<String> ours = linux.read(simulated(function, "resource")).lines().toList();
        assertThat(ours).hasSameSizeAs(real);
        for (int line = pf ? 7 : 0; line < (pf ? 13 : 6); line++) {
            assertThat(sizeAndKind(ours.get(line)))
                    .as("line %d", line)
                    .isEqualTo(sizeAndKind(real.get(line)));
        }
    }

    private static String sizeAndKind(String line) {
        String[] words = line.split(" ", -1);
        return Long.decode(words[1]) - Long.decode(words[0]) + " " + words[2];
    }

    @ParameterizedTest
    @MethodSource("functions")
    void groupsHaveTheSameMembers(String function) throws IOException {
        Set<String> members = new TreeSet<>();
        try (Stream<Path> files = Files.list(recorded(function, "iommu_group/devices"))) {
            files.map(file -> file.getFileName().toString())
                    .map(member -> member.replaceFirst("0000:00:1(\\d)\\.0", "0000:00:0$1.0"))
                    .forEach(members::add);
        }
        assertThat(new TreeSet<>(linux.list(simulated(function, "iommu_group/devices"))))
                .isEqualTo(members);
    }

    /// What the recorded machine's inventory cannot tell: that nothing was refused on the way.
    @ParameterizedTest
    @MethodSource("functions")
    void everyFunctionAnswers(String function) throws SyscallException {
        assertThat(linux.read(simulated(function, "config"))).startsWith(vendor(function));
    }

    /// A VF's own registers have no identity.
    private String vendor(String function) {
        boolean vf = linux.exists(simulated(function, "physfn"));
        String id = linux.read(simulated(function, "vendor")).strip();
        return vf ? "ff ff ff ff" : id.substring(4, 6) + " " + id.substring(2, 4);
    }
}
