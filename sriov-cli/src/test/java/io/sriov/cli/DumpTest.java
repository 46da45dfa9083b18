package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.dump.DumpReader;
import io.sriov.dump.MachineDump;
import io.sriov.schema.text.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `iovctl dump`, and `--host sim:FILE` with what it printed.
class DumpTest {
    @TempDir private Path directory;

    @Test
    void aDumpIsAHost() throws IOException {
        String state = "sim:" + directory.resolve("state.json");
        Run.iovctl("--host", state, "-C", "-f", Run.inTree("examples/ix0.conf"));

        Run run = Run.iovctl("--host", state, "dump");

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        MachineDump dump = DumpReader.read("d", run.out(), TextFormat.JSON).orElseThrow();
        assertThat(dump.masked()).isTrue();
        assertThat(dump.pfs()).hasSize(5);
        String again = "sim:" + Files.writeString(directory.resolve("host.json"), run.out());
        for (String[] question : new String[][] {{"--list"}, {"-L", "-d", "ix0"}}) {
            assertThat(Run.iovctl(with(again, question)).out())
                    .isEqualTo(Run.iovctl(with(state, question)).out());
        }
        assertThat(Run.iovctl("--host", again, "-D", "-d", "ix0").status()).isZero();
        assertThat(Run.iovctl("--host", again, "-L", "-d", "ix0").out()).contains("vfs=0/64");
    }

    private static String[] with(String host, String... question) {
        String[] words = new String[question.length + 2];
        words[0] = "--host";
        words[1] = host;
        System.arraycopy(question, 0, words, 2, question.length);
        return words;
    }

    @Test
    void optionsMayStandOnEitherSide() {
        assertThat(Run.iovctl("dump", "--host", "sim").status()).isZero();
        assertThat(Run.iovctl("dump", "--help").out())
                .contains("Usage: iovctl dump")
                .contains("serial numbers are masked");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"dump ix0", "dump -d ix0", "dump -f x", "dump -n", "dump -C", "-C dump"})
    void whatMakesNoSenseIsRefused(String line) {
        Run run = Run.iovctl(line.split(" "));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("iovctl: ");
    }

    @Test
    void aDamagedDumpIsToldWithItsPlace() throws IOException {
        String dump = Run.iovctl("--host", "sim", "dump").out();
        Path file =
                Files.writeString(
                        directory.resolve("host.json"),
                        dump.replaceFirst("\"kind\" : \"pf\"", "\"kind\" : \"fp\""));

        Run run = Run.iovctl("--host", "sim:" + file, "--list");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("host.json:").contains("'kind' cannot be 'fp'");
    }
}
