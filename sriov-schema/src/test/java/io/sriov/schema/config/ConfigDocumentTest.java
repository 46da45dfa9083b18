package io.sriov.schema.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.PfSchema;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.DiagnosticReport;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.schema.text.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What can be told about a configuration before there is a schema to check it against.
class ConfigDocumentTest {

    private static ConfigDocument read(String text) {
        return ConfigReader.standard().read("ix0.conf", text, TextFormat.UCL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PF { device : ix0; num_vfs : 1; }",
                "pf { num_vfs : 0; DEVICE : \"ix0\"; }",
                "VF-0 { device : ix1; }\nPF { what : 1; device : ix0; }",
            })
    void namesTheDeviceWhateverElseIsWrong(String text) {
        assertThat(read(text).device()).contains("ix0");
        assertThat(read(text).checkDevice().diagnostics()).isEmpty();
    }

    @Test
    void saysWhereTheDeviceIsNamed() {
        assertThat(read("VF-0 { }\nPF { device : ix0; num_vfs : 1; }").deviceOrigin())
                .contains(new Origin("ix0.conf", 2, 15));
        assertThat(read("VF-0 { }").deviceOrigin()).isEmpty();
    }

    /// The words of each problem; what iovctl(8) would say first is the same.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    VF-0 { device : ix0; what : 1; }|ix0.conf: error: Config file does not specify device [missing-device]
                    PF = [ { device : ix0; } ]|ix0.conf:1:1: error: PF: a section cannot be an array [array-as-section]
                    PF : ix0|ix0.conf:1:6: error: Config file does not specify device [missing-device]
                    PF = null|ix0.conf:1:6: error: Config file does not specify device [missing-device]
                    PF { device : ix0; device : ix1; num_vfs : 1; }|ix0.conf:1:20: error: PF: Multiple definitions of 'device' [repeated-parameter]
                    PF { device : ix0; num_vfs : 1; } pf { device : ix1; }|ix0.conf:1:35: error: Multiple definitions of 'pf' in config file [repeated-section]
                    [ PF ]|ix0.conf:1:1: error: Config file does not specify device [missing-device]
                    PF { num_vfs : 1; what : 1; }|ix0.conf:1:1: error: Config file does not specify device [missing-device]
                    PF { device : 5; num_vfs : 1; what : 1; }|ix0.conf:1:15: error: Config PF.device must be a string, not 5 [wrong-type]
                    PF { device : null; num_vfs : 1; }|ix0.conf:1:15: error: Config PF.device must be a string, not null [wrong-type]
                    PF { device : [ ix0 ]; num_vfs : 1; }|ix0.conf:1:15: error: Config PF.device must be a string, not [ix0] [wrong-type]
                    PF { device : ''; num_vfs : 1; }|ix0.conf:1:15: error: '' of PF.device is not a device's name [bad-device]
                    PF { device : "a/b"; num_vfs : 1; }|ix0.conf:1:15: error: 'a/b' of PF.device is not a device's name [bad-device]
                    PF { device : "a\\u0000b"; num_vfs : 1; }|ix0.conf:1:15: error: Value 'a\\u0000b' of key 'device' holds a NUL character [nul-in-string]
                    """)
    void saysWhyThereIsNoDeviceAndNothingThatASchemaMightAllow(String text, String words) {
        assertThat(read(text).device()).isEmpty();
        assertThat(read(text).checkDevice().diagnostics())
                .extracting(Diagnostic::toString)
                .containsExactly(words);
    }

    /// Lines of the text, and problems, are separated by `~`.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    PFF { device = ix0; num_vfs = 1 }~VF-0 { mac-adr = 3 }~VF-00 {}|missing-device~1:1 unexpected-section~3:1 unexpected-section
                    VF 0 { }|missing-device~1:1 unexpected-section
                    PF { num_vfs = 300000 }|1:1 missing-device~1:16 wrong-type
                    PF { device = 5; num_vfs = 0 }|1:15 wrong-type~1:28 no-vfs
                    PF { device = null }~VF-70000 { }|1:1 missing-parameter~1:15 wrong-type~2:1 vf-number-too-large
                    PF { device = ''; num_vfs = 2 }~VF-2 { }|1:15 bad-device~2:1 vf-out-of-bounds
                    PF { device = [a,b]; num_vfs = 1; x = 1; X = 2 }|1:15 wrong-type~1:42 repeated-parameter
                    PF : 5; VF-0 : 1; PF { device = ix0 }|1:6 missing-device~1:16 section-not-an-object~1:19 repeated-section
                    VF-0 { passthrough = 1 }~DEFAULT { }|missing-device~1:22 wrong-type~2:1 default-after-vf
                    VF-70000 { }|missing-device~1:1 vf-number-too-large
                    """)
    void withoutADeviceTellsAllThatIsWrongWithEverySchema(String text, String problems) {
        DiagnosticReport report = read(text.replace("~", "\n")).checkDevice();

        assertThat(report.diagnostics())
                .extracting(problem ->
                        (problem.origin() + " " + problem.code().code())
                                .replaceFirst("^ix0.conf:?", "")
                                .strip())
                .containsExactly(problems.split("~"));
    }

    @Test
    void withoutADeviceButWithASchemaTellsEverything() {
        PfSchema schema =
                PfSchema.ofDriver(
                        List.of(),
                        List.of(
                                Parameter.optional("mac-addr", ParameterType.UNICAST_MAC),
                                Parameter.required("q", ParameterType.BOOL)));
        String text = "PFF { device = ix0; num_vfs = 1 }\nVF-0 { mac-adr = 3 }\nVF-00 {}\n";

        assertThat(read(text).validate(schema).report().diagnostics())
                .extracting(problem -> problem + " / " + problem.hint().orElse(""))
                .containsExactly(
                        "ix0.conf: error: Config file does not specify device [missing-device]"
                                + " / is 'PFF' at ix0.conf:1:1 meant to be PF?",
                        "ix0.conf:1:1: error: Unexpected top-level node: PFF [unexpected-section]"
                                + " / did you mean 'PF'?",
                        "ix0.conf:2:1: error: Required parameter 'q' not found in 'VF-0'"
                                + " [missing-parameter] / ",
                        "ix0.conf:2:8: error: VF-0: Invalid config key 'mac-adr'"
                                + " [unknown-parameter] / did you mean 'mac-addr'?",
                        "ix0.conf:3:1: error: Unexpected top-level node: VF-00"
                                + " [unexpected-section] / did you mean 'VF-0'?");
    }

    @Test
    void aTextThatCannotBeReadIsToldAsSuch() {
        ConfigDocument document = read("PF { device : ix0; num_vfs : ");

        assertThat(document.name()).isEqualTo("ix0.conf");
        assertThat(document.report().hasErrors()).isTrue();
        assertThat(document.checkDevice()).isEqualTo(document.report());
        ConfigResult result =
                document.validate(
                        PfSchema.ofDriver(
                                List.of(), List.of(Parameter.optional("a", ParameterType.BOOL))));
        assertThat(result.config()).isEmpty();
        assertThat(result.report().diagnostics()).containsAll(document.report().diagnostics());
    }

    @Test
    void aReaderFollowsIncludesOnlyWhereItIsToldTo(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("pf.conf"), "PF { device : ix0; num_vfs : 1; }\n");
        Path file = directory.resolve("ix0.conf");
        Files.writeString(file, ".include \"${CURDIR}/pf.conf\"\n");

        assertThat(ConfigReader.includingFrom(directory).read(file).device()).contains("ix0");
        assertThat(ConfigReader.standard().read(file).device()).isEmpty();
        assertThat(ConfigReader.standard().read(file).report().hasErrors()).isTrue();
    }
}
