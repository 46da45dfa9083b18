package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `--doctor`.
class DoctorTest {
    @TempDir private Path directory;

    private ThisLinux linux;

    @BeforeEach
    void machine() throws IOException {
        linux = new ThisLinux(directory).pf("0000:03:00.0", 8);
        Files.createDirectories(directory.resolve("proc/sys/kernel"));
        Files.writeString(directory.resolve("proc/sys/kernel/osrelease"), "4.18.0\n");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysWhatIsMissingAndWhatToDoAboutIt() {
        Run run = Run.on(linux.alone(), "--doctor");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .contains(
                        "fail  kernel: Linux 4.18.0 is too old; use 5.4 or later",
                        "fail  0000:03:00.0: no driver serves it; load the driver of the device",
                        "ok    records: writable, and nothing was interrupted")
                .anyMatch(line -> line.startsWith("warn  iommu: "))
                .allMatch(line -> line.matches("(ok  |warn|fail)  [^ ]+: .+"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isAWordAsWell() {
        Run option = Run.on(linux.alone(), "--doctor");
        Run word = Run.on(linux.alone(), "doctor");
        assertThat(word.out()).isEqualTo(option.out()).isNotEmpty();
        assertThat(word.status()).isEqualTo(option.status());
        assertThat(Run.on(linux.alone(), "doctor", "--format", "json").out()).startsWith("{");
        assertThat(Run.on(linux.alone(), "doctor", "-D").err()).contains("Only one action");
        assertThat(Run.on(linux.alone(), "doctor", "--help").out()).contains("--doctor");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isReadByPrograms() {
        Run run = Run.on(linux.alone(), "--doctor", "--format", "json");
        assertThat(run.status()).isEqualTo(1);
        JsonNode findings = JsonMapper.shared().readTree(run.out()).get("findings");
        assertThat(findings.get(0).toString())
                .isEqualTo(
                        "{\"level\":\"fail\",\"subject\":\"kernel\","
                                + "\"message\":\"Linux 4.18.0 is too old\","
                                + "\"remedy\":\"use 5.4 or later\"}");
    }

    @Test
    void warningsAreNoFailure() {
        Run run = Run.iovctl("--doctor", "--host", "sim:" + directory.resolve("machine.state"));
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("ok    ix0: driver ix, 0 of 64 VFs\n");
    }

    @Test
    void isAboutTheWholeHost() {
        assertThat(Run.iovctl("--doctor", "-d", "ix0").err())
                .startsWith("iovctl: -d flag cannot be used with the --doctor flag\n");
        assertThat(Run.iovctl("--doctor", "-n").err())
                .startsWith("iovctl: -n flag cannot be used with the --doctor flag\n");
    }
}
