package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several configurations in one command, directories of them, and what they include.
class SeveralFilesTest {
    @TempDir private Path directory;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static Run check(String... words) {
        var all = new java.util.ArrayList<>(java.util.List.of("-C", "-n", "--schema", "ix"));
        all.addAll(java.util.List.of(words));
        return Run.iovctl(all.toArray(String[]::new));
    }

    @Test
    void checksEachFileOfADirectoryInTheOrderOfTheirNames() throws IOException {
        write("b.conf", "PF { device: ix1; num_vfs: 1 }");
        write("a.json", "{\"PF\":{\"device\":\"ix2\",\"num_vfs\":1}}");
        write("c.yaml", "PF: {device: ix3, num_vfs: 1}");
        write("ignored.txt", "PF {");
        write(".hidden.conf", "PF {");
        Files.createDirectory(directory.resolve("d.conf"));

        Run run = check("-f", directory.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().filter(line -> line.startsWith("Would")))
                .containsExactly(
                        "Would enable SR-IOV on device '/dev/iov/ix2'.",
                        "Would enable SR-IOV on device '/dev/iov/ix1'.",
                        "Would enable SR-IOV on device '/dev/iov/ix3'.");
    }

    @Test
    void reportsTheProblemsOfAllFilesAndPrintsNothingElse() throws IOException {
        Path good = write("a.conf", "PF { device: ix1; num_vfs: 1 }");
        Path bad = write("b.conf", "PF { device: ix2; num_vfs: 0 }");
        Path worse = write("c.conf", "PF { device: ix3; num_vfs: 1 }\nVF-9 { }");

        Run run = check("-f", good.toString(), "-f", bad.toString(), "-f", worse.toString());

        assertThat(run.err())
                .contains(bad + ":1:28: error: ", worse + ":2:1: error: ")
                .doesNotContain(good.toString());
        assertThat(run.stdout()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void tellsOfALinkThatLeadsNowhereAndOfWhatIsNoFile() throws Exception {
        write("a.conf", "PF { device: ix1; num_vfs: 1 }");
        Path link =
                Files.createSymbolicLink(directory.resolve("b.conf"), directory.resolve("nowhere"));
        Path fifo = directory.resolve("c.conf");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();

        Run run = check("-f", directory.toString());

        assertThat(run.err())
                .contains(link + ": error: Could not open", fifo + ": error: Could not open");
        assertThat(run.stdout()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void namesTheIncludeRootThatIsNoDirectory() throws IOException {
        Path file = write("a.conf", "PF { device: ix1; num_vfs: 1 }");

        Run missing = check("-f", file.toString(), "--include-root", file + "x");
        Run plain = check("-f", file.toString(), "--include-root", file.toString());

        assertThat(missing.err())
                .startsWith("iovctl: Could not open '" + file + "x' for reading: No such file");
        assertThat(plain.err())
                .startsWith("iovctl: Could not open '" + file + "' for reading: Not a directory");
        assertThat(missing.status() + plain.status()).isEqualTo(2);
    }

    @Test
    void takesNoNameThatIsNotUtf8() {
        assertThat(check("-f", "l\ufffd.conf").err())
                .startsWith("iovctl: Could not open 'l\ufffd.conf' for reading: Invalid argument\n")
                .contains("has to be UTF-8");
        assertThat(Run.iovctl("--host", "sim:l\ufffd.json", "--list").err())
                .contains("is not UTF-8; rename the file");
    }

    @Test
    void saysWhichFileAHostHasSomethingAgainst() throws IOException {
        write("a.conf", "PF { device: ix0; num_vfs: 1 }");
        Path many = write("b.conf", "PF { device: nvme0;\n num_vfs: 999 }");
        Run tooMany = Run.iovctl("--host", "sim", "-C", "-f", directory.toString());
        Path nowhere = write("c.conf", "PF { device: nope; num_vfs: 1 }");
        Run missing = Run.iovctl("--host", "sim", "-C", "-f", directory.toString());

        assertThat(tooMany.err()).contains("999 are asked for").contains(many + ":2:11");
        assertThat(missing.err())
                .startsWith("iovctl: Could not open device '/dev/iov/nope'")
                .contains("named at " + nowhere + ":1:14");
        assertThat(tooMany.status() + missing.status()).isEqualTo(2);
    }

    @Test
    void destroysNothingOfAnAmbiguousFile() throws IOException {
        String host = "sim:" + directory.resolve("machine");
        Path good = write("good.conf", "PF { device: ix0; num_vfs: 2 }");
        assertThat(Run.iovctl("--host", host, "-C", "-f", good.toString()).status()).isZero();
        for (String text :
                java.util.List.of(
                        "PF { device: ix0; device: ice0; num_vfs: 1 }",
                        "pf { device: ix0 }\nPF { device: ice0; num_vfs: 1 }")) {
            Path bad = write("bad.conf", text);

            Run run = Run.iovctl("--host", host, "-D", "-f", bad.toString());

            assertThat(run.err()).startsWith(bad + ":").contains("Multiple definitions of ");
            assertThat(run.status()).isEqualTo(1);
        }
        assertThat(Run.iovctl("--host", host, "-L", "-d", "ix0").out()).contains("2");
    }

    @Test
    void refusesTwoFilesForOnePf() throws IOException {
        Path one = write("a.conf", "PF { device: ix1; num_vfs: 1 }");
        Path two = write("b.conf", "PF { device: ix1; num_vfs: 2 }");

        Run run = check("-f", one.toString(), "-f", two.toString());

        assertThat(run.err())
                .startsWith("iovctl: '" + one + "' and '" + two + "' both configure ix1\n");
        assertThat(run.stdout()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void refusesADirectoryWithoutConfigurations() {
        Run run = check("-f", directory.toString());

        assertThat(run.err()).startsWith("iovctl: No configuration in '" + directory + "'\n");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void packsOneConfigurationAtATime() throws IOException {
        write("a.conf", "PF { device: ix1; num_vfs: 1 }");
        write("b.conf", "PF { device: ix2; num_vfs: 1 }");

        Run run = check("-f", directory.toString(), "--format", "nvlist");

        assertThat(run.stdout()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void includesFilesBesideTheConfiguration() throws IOException {
        write("common.inc", "DEFAULT { vlan: 7 }");
        Path file =
                write(
                        "a.conf",
                        "PF { device: ix1; num_vfs: 1 }\n.include \"$CURDIR/common.inc\"\n");

        Run run = check("-f", file.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("vlan (NUMBER): 7 (7) (0x7)");
    }

    @Test
    void doesNotIncludeFilesFromElsewhereUnlessThatIsTheRoot() throws IOException {
        Path inner = Files.createDirectory(directory.resolve("inner"));
        write("common.inc", "DEFAULT { vlan: 7 }");
        Path file =
                Files.writeString(
                        inner.resolve("a.conf"),
                        """
                        PF { device: ix1; num_vfs: 1 }
                        .include "$CURDIR/../common.inc"
                        """);

        Run refused = check("-f", file.toString());
        Run included = check("-f", file.toString(), "--include-root", directory.toString());

        assertThat(refused.err()).startsWith(file + ":2:");
        assertThat(refused.stdout()).isEmpty();
        assertThat(refused.status()).isEqualTo(1);
        assertThat(included.err()).isEmpty();
        assertThat(included.out()).contains("vlan (NUMBER): 7 (7) (0x7)");
    }
}
