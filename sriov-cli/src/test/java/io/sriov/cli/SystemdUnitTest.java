package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The unit for systemd: what systemd itself says of it, and what its commands do.
class SystemdUnitTest {
    private static final Path UNIT =
            Path.of(Run.inTree("sriov-cli/src/boot/systemd/sriov.service"));
    private static final String PROGRAM = "/usr/local/bin/iovctl";
    private static final String FILES = "/etc/sriov";

    @TempDir private Path directory;

    /// The words of each setting, by section and name (systemd.syntax(7)): those of all lines that
    /// set it.
    private static Map<String, List<String>> settings() throws IOException {
        Map<String, List<String>> settings = new TreeMap<>();
        String section = "";
        for (String line : Files.readAllLines(UNIT)) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split("=", 2);
                settings.computeIfAbsent(section + "." + parts[0], _ -> new ArrayList<>())
                        .addAll(List.of(parts[1].split(" ", -1)));
            }
        }
        return settings;
    }

    private static List<String> setting(String name) throws IOException {
        return settings().getOrDefault(name, List.of());
    }

    @Test
    void systemdFindsNothingWrongWithIt() throws Exception {
        Path tool = Path.of("/usr/bin/systemd-analyze");
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(Files.isExecutable(tool), "systemd-analyze is not installed");
        }
        Path copy =
                Files.writeString(
                        directory.resolve("sriov.service"),
                        Files.readString(UNIT).replace(PROGRAM, "/bin/true"));
        Path out = directory.resolve("out");
        Process process =
                new ProcessBuilder(tool.toString(), "verify", "--man=no", copy.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(out)).isEmpty();
        assertThat(process.exitValue()).isZero();
    }

    /// systemd starts nothing of what configures networks before `network-pre.target`, if that is
    /// wanted (systemd.special(7)).
    @Test
    void comesAfterTheDevicesAndBeforeTheNetwork() throws IOException {
        assertThat(setting("Unit.After"))
                .contains(
                        "systemd-udev-trigger.service",
                        "systemd-modules-load.service",
                        "local-fs.target");
        assertThat(setting("Unit.Before")).contains("network-pre.target", "shutdown.target");
        assertThat(setting("Unit.Wants")).contains("network-pre.target");
        assertThat(setting("Unit.Conflicts")).containsExactly("shutdown.target");
        assertThat(setting("Unit.DefaultDependencies")).containsExactly("no");
    }

    /// Before the first of these, systemd would have a read-only sysfs or no devices; the second
    /// denies what a just-in-time compiler does.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ProtectKernelTunables",
                "MemoryDenyWriteExecute",
                "PrivateDevices",
                "PrivateNetwork",
                "PrivateUsers",
                "ProtectClock",
                "DevicePolicy",
                "DeviceAllow",
                "ProtectProc",
                "ProcSubset"
            })
    void isNotDeniedWhatItNeeds(String denial) throws IOException {
        assertThat(settings()).doesNotContainKey("Service." + denial);
    }

    @Test
    void hasTheCapabilitiesItNeedsAndNoOthers() throws IOException {
        assertThat(setting("Service.CapabilityBoundingSet"))
                .containsExactlyInAnyOrder(
                        "CAP_DAC_OVERRIDE", "CAP_NET_ADMIN", "CAP_SYS_ADMIN", "CAP_SYS_PTRACE");
        assertThat(setting("Service.ProtectSystem")).containsExactly("strict");
        assertThat(Path.of("/var/lib", setting("Service.StateDirectory").getFirst()))
                .isEqualTo(io.sriov.linux.LinuxHost.RECORDS);
        assertThat(setting("Service.RestrictAddressFamilies")).contains("AF_NETLINK");
    }

    @Test
    void staysActiveSoThatItCanBeStopped() throws IOException {
        assertThat(setting("Service.Type")).containsExactly("oneshot");
        assertThat(setting("Service.RemainAfterExit")).containsExactly("yes");
        assertThat(setting("Unit.ConditionDirectoryNotEmpty")).containsExactly(FILES);
    }

    @Test
    void itsCommandsCreateAndDestroyTheVfsOfTheDirectory() throws IOException {
        Files.writeString(directory.resolve("ix0.conf"), "PF { device : ix0; num_vfs : 2 }");
        Files.writeString(directory.resolve("ice0.conf"), "PF { device : ice0; num_vfs : 3 }");

        assertThat(run("ExecStart")).isEqualTo("");
        assertThat(vfs()).contains("ice0 3/256", "ix0 2/64");
        assertThat(run("ExecReload")).isEqualTo("");
        assertThat(run("ExecStop")).isEqualTo("");
        assertThat(vfs()).contains("ice0 0/256", "ix0 0/64");
    }

    /// Runs a command of the unit on a simulated machine.
    private String run(String setting) throws IOException {
        List<String> words = new ArrayList<>(setting("Service." + setting));
        assertThat(words).startsWith(PROGRAM).contains(FILES);
        words.replaceAll(word -> word.equals(FILES) ? directory.toString() : word);
        Run run = iovctl(words.subList(1, words.size()));
        assertThat(run.status()).as(run.err()).isZero();
        return run.out() + run.err();
    }

    private Run iovctl(List<String> words) {
        var all = new ArrayList<>(List.of("--host", "sim:" + directory.resolve("machine.state")));
        all.addAll(words);
        return Run.iovctl(all.toArray(String[]::new));
    }

    private List<String> vfs() {
        return iovctl(List.of("--list"))
                .out()
                .lines()
                .map(line -> line.split(" +"))
                .map(columns -> columns[0] + " " + columns[3])
                .toList();
    }
}
