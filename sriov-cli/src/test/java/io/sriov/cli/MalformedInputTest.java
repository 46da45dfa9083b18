package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Inputs that are wrong in every way: exit status 1, nothing on standard output, the place and
/// iovctl's own words on standard error, and never an internal error.
class MalformedInputTest {
    private static final String PF = "PF { device: ix0; num_vfs: 2 }\n";

    @TempDir private Path directory;

    static Stream<Arguments> configurations() {
        return Stream.of(
                bad("", "", "Config file does not specify device"),
                bad("{}", "", "Config file does not specify device"),
                bad("PF { num_vfs: 2 }", "1:1", "Config file does not specify device"),
                bad("PF { device: 5; num_vfs: 2 }", "1:14", "Config PF.device must be a string"),
                bad("PF { device: \"\"; num_vfs: 2 }", "1:14", "of PF.device is not a device's"),
                bad("PF { device: \"../x\"; num_vfs: 2 }", "1:14", "'../x' of PF.device"),
                bad("PF { device: ix0 }", "1:1", "Required parameter 'num_vfs' not found in 'PF'"),
                bad("PF { device: ix0; num_vfs: 0 }", "1:28", "PF.num_vfs must be at least 1"),
                bad(
                        "PF { device: ix0; num_vfs: 65536 }",
                        "1:28",
                        "Value '65536' of key 'num_vfs' is not of type uint16_t"),
                bad(
                        "PF { device: ix0; num_vfs: \"2\" }",
                        "1:28",
                        "Value '2' of key 'num_vfs' is not of type uint16_t"),
                bad(
                        "PF { device: ix0; num_vfs: 3.9 }",
                        "1:28",
                        "Value '3.9' of key 'num_vfs' is not of type uint16_t"),
                bad("PF { device: ix0; num_vfs: 2; x: 1 }", "1:31", "PF: Invalid config key 'x'"),
                bad(PF + "VF { }", "2:1", "Unexpected top-level node: VF"),
                bad(PF + "VF-00 { }", "2:1", "Unexpected top-level node: VF-00"),
                bad(PF + "VF-0 { x: 1 }", "2:8", "VF-0: Invalid config key 'x'"),
                bad(PF + "VF-0: 5", "2:7", "VF-0: Invalid config key 'VF-0'"),
                bad(PF + "VF-2 { }", "2:1", "VF number 2 is out of bounds (num_vfs=2)"),
                bad(PF + "VF-65536 { }", "2:1", "VF number 65536 is too large to be valid"),
                bad(
                        PF + "VF-0 { }\nDEFAULT { }",
                        "3:1",
                        "'default' section must precede all VF sections"),
                bad(PF + "VF-0 { }\nvf-0 { }", "3:1", "Multiple definitions of 'vf-0'"),
                bad(PF + "VF-0 { }\nVF-0 { }", "3:1", "Multiple definitions of 'VF-0'"),
                bad(
                        PF + "VF-0 { vlan: 1; VLAN: 2 }",
                        "2:17",
                        "VF-0: Multiple definitions of 'VLAN'"),
                bad(PF + "VF-0 [ { } ]", "2:1", "VF-0: a section cannot be an array"),
                bad(
                        PF + "VF-0 { passthrough: \"true\" }",
                        "2:21",
                        "Value 'true' of key 'passthrough' is not of type bool"),
                bad(PF + "VF-0 { vlan: 4096 }", "2:14", "Value '4096' of key 'vlan' is not of"),
                bad(PF + "VF-0 { vlan: \"100\" }", "2:14", "Value '100' of key 'vlan' is not of"),
                bad(
                        PF + "VF-0 { mac-addr: \"01:00:00:00:00:00\" }",
                        "2:18",
                        "Value '01:00:00:00:00:00' of key 'mac-addr' is a multicast address"),
                bad(
                        PF + "VF-0 { mac-addr: \"02-00-00-00-00-00\" }",
                        "2:18",
                        "Value '02-00-00-00-00-00' of key 'mac-addr' is not of type unicast-mac"),
                bad(PF + "VF-0 { vlan: [1, 2] }", "2:14", "Value '[1, 2]' of key 'vlan'"),
                bad(PF + "VF-0 { vlan: null }", "2:14", "Value 'null' of key 'vlan'"));
    }

    private static Arguments bad(String text, String place, String message) {
        return Arguments.of(text, place, message);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void saysWhatIsWrongAndWhere(String text, String place, String message) throws IOException {
        Path file = Files.writeString(directory.resolve("a.conf"), text);

        Run run = check(file);

        String headline = file + (place.isEmpty() ? "" : ":" + place) + ": error: ";
        assertThat(run.err().lines().findFirst().orElseThrow())
                .startsWith(headline)
                .contains(message)
                .matches(".* \\[[a-z-]+]");
        assertRefused(run);
    }

    @ParameterizedTest
    @MethodSource
    void refusesWhatIsNoUcl(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("a.conf"), text);

        Run run = check(file);

        assertThat(run.err()).startsWith(file + ":").contains(": error: ");
        assertRefused(run);
    }

    static Stream<String> refusesWhatIsNoUcl() {
        return Stream.of(
                "PF { device: ix0; num_vfs: 2",
                "PF { device: ix0; num_vfs: 2 } }",
                "PF{ device: ix0; num_vfs: 2 }",
                "PF { device: \"ix0; num_vfs: 2 }",
                "PF { device: ix0; num_vfs: 99999999999999999999999999 }",
                PF + ".unknown \"x\"",
                PF + "/* never closed",
                PF + "VF-0 { mac-addr: <<EOD\n02:00:00:00:00:01\n }",
                "[".repeat(100_000),
                "a {".repeat(100_000),
                "\u0000\u0001\u0002");
    }

    @Test
    void reportsEveryProblemOfAFileAtOnce() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("a.conf"),
                        """
                        PF { device: ix0; num_vfs: 2; speed: 10 }
                        VF-0 { mac-adr: "02:00:00:00:00:01"; passthrough: "true" }
                        VF-7 { vlan: 5000 }
                        """);

        Run run = check(file);

        assertThat(run.err().lines().filter(line -> line.contains(": error: ")))
                .map(line -> line.replaceFirst("^.*a\\.conf:", ""))
                .containsExactlyInAnyOrder(
                        "1:31: error: PF: Invalid config key 'speed' [unknown-parameter]",
                        "2:8: error: VF-0: Invalid config key 'mac-adr' [unknown-parameter]",
                        "2:51: error: Value 'true' of key 'passthrough' is not of type bool"
                                + " [wrong-type]",
                        "3:1: error: VF number 7 is out of bounds (num_vfs=2) [vf-out-of-bounds]",
                        "3:14: error: Value '5000' of key 'vlan' is not of type vlan"
                                + " [wrong-type]");
        assertThat(run.err())
                .contains("hint: did you mean 'mac-addr'?", "hint: write true without quotes");
        assertRefused(run);
    }

    @Test
    void refusesFilesThatCannotBeRead() throws IOException {
        Path missing = directory.resolve("missing.conf");
        assertThat(check(missing).err())
                .isEqualTo(
                        missing
                                + ": error: Could not open '"
                                + missing
                                + "' for reading: No such file or directory"
                                + " [unreadable-file]\n");
        assertThat(check(Path.of("/dev/null")).err()).contains("Could not open '/dev/null'");

        Path bytes = directory.resolve("bytes.conf");
        Files.write(bytes, "PF { device: \"ix\u00e9\" }".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(check(bytes));

        Run nul = Run.iovctl("-C", "-n", "-f", "a\0b", "--schema", "ix");
        assertThat(nul.err())
                .isEqualTo("iovctl: Could not open 'a\\u0000b' for reading: Invalid argument\n");
        assertRefused(nul);
    }

    @Test
    void takesNoEmptyNameForTheWorkingDirectory() throws IOException {
        String file = Files.writeString(directory.resolve("a.conf"), PF).toString();
        for (Run run :
                new Run[] {
                    Run.iovctl("-C", "-n", "-f", "", "--schema", "ix"),
                    Run.iovctl("-C", "-n", "-f", file, "--schema", ""),
                    Run.iovctl("-C", "-n", "-f", file, "--schema", "ix", "--include-root", ""),
                    Run.iovctl("--host", "sim", "-C", "-f", ""),
                    Run.iovctl("schema", "docs", "")
                }) {
            assertThat(run.err())
                    .isEqualTo(
                            "iovctl: Could not open '' for reading: No such file or directory\n");
            assertRefused(run);
        }
    }

    @Test
    void reportsEveryProblemOfAFileWithoutADeviceWhereTheSchemaIsNamed() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("v.conf"),
                        "PFF { device = ix0; num_vfs = 1 }\nVF-0 { mac-adr = 3 }\nVF-00 {}\n");

        Run run = check(file);

        assertThat(run.err().lines().filter(line -> line.contains(": error: ")))
                .map(line -> line.replaceFirst("^.*v\\.conf:", ""))
                .containsExactly(
                        " error: Config file does not specify device [missing-device]",
                        "1:1: error: Unexpected top-level node: PFF [unexpected-section]",
                        "2:8: error: VF-0: Invalid config key 'mac-adr' [unknown-parameter]",
                        "3:1: error: Unexpected top-level node: VF-00 [unexpected-section]");
        assertRefused(run);
    }

    @Test
    void refusesAFileWithASlashBehindIt() throws IOException {
        Path file = Files.writeString(directory.resolve("ix0.conf"), PF);

        Run run = Run.iovctl("-C", "-n", "--schema", "ix", "-f", file + "/");

        assertThat(run.err())
                .isEqualTo(
                        "iovctl: Could not open '%s/' for reading: Not a directory\n"
                                .formatted(file));
        assertRefused(run);
    }

    @Test
    void refusesAPfThatIsNoSection() throws IOException {
        Map<String, String> words =
                Map.of(
                        "PF = [ { device: ix0 } ]", "PF: a section cannot be an array",
                        "PF: ix0", "Config file does not specify device",
                        "PF = null", "Config file does not specify device");
        for (Map.Entry<String, String> each : words.entrySet()) {
            Path file = Files.writeString(directory.resolve("a.conf"), each.getKey());
            Run run = check(file);
            assertThat(run.err()).startsWith(file + ":1:").contains("error: " + each.getValue());
            assertRefused(run);
        }
    }

    @Test
    void showsControlCharactersOfAFileInsteadOfSendingThem() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("a.conf"),
                        PF + "\"\\u001b[31m\" { }\nVF-0 { \u009b: 1 }");

        Run run = check(file);

        assertThat(run.err()).doesNotContain("\u001b", "\u009b").contains("\\u001b[31m");
        assertRefused(run);
    }

    @Test
    void refusesSchemasThatAreNotValid() throws IOException {
        Path schema =
                Files.writeString(
                        directory.resolve("schema.json"),
                        """
                        {"vf":{"driver":{
                          "a":{"type":"mac-addr"},
                          "passthrough":{"type":"bool"},
                          "b":{"type":"uint8_t","default":256},
                          "c":{"type":"bool","default":true,"required":true}}}}
                        """);

        Run run = Run.iovctl("-S", "--schema", schema.toString());

        assertThat(run.err().lines().filter(line -> line.contains(": error: ")).toList())
                .hasSize(4)
                .allMatch(line -> line.startsWith(schema + ":"));
        assertRefused(run);
    }

    @Test
    void namesTheBuiltInSchemasWhenThereIsNoSuch() {
        Run run = Run.iovctl("-S", "--schema", "ixgbevf");

        assertThat(run.err())
                .startsWith("iovctl: There is no schema 'ixgbevf'\n")
                .contains("bnxt", "ice", "ixl", "vnic");
        assertRefused(run);
    }

    private static Run check(Path file) {
        return Run.iovctl("-C", "-n", "-f", file.toString(), "--schema", "ix");
    }

    private static void assertRefused(Run run) {
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.stdout()).isEmpty();
        assertThat(run.err())
                .isNotEmpty()
                .doesNotContain("Internal error", "Exception", "\tat ", "(null)");
    }
}
