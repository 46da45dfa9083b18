package io.sriov.schema.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.PfSchema;
import io.sriov.schema.diagnostic.Diagnostic;
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    VF-0 { device : ix0; what : 1; }|ix0.conf: error: Config file does not specify device [missing-device]
                    PF = [ { device : ix0; } ]|ix0.conf:1:1: error: PF: a section cannot be an array [array-as-section]
                    PF : ix0; VF-0 : 1|ix0.conf:1:6: error: PF: Invalid config key 'PF' [section-not-an-object]
                    PF = null; VF-0 = [ ]|ix0.conf:1:6: error: PF: Invalid config key 'PF' [section-not-an-object]
                    PF { device : ix0; device : ix1; what : 1; }|ix0.conf:1:20: error: PF: Multiple definitions of 'device' [repeated-parameter]
                    PF { device : ix0; what : 1; } pf { device : ix1; }|ix0.conf:1:32: error: Multiple definitions of 'pf' in config file [repeated-section]
                    [ PF ]|ix0.conf:1:1: error: Config file does not specify device [missing-device]
                    PF { what : 1; }|ix0.conf:1:1: error: Config file does not specify device [missing-device]
                    PF { device : 5; what : 1; }|ix0.conf:1:15: error: Config PF.device must be a string, not 5 [wrong-type]
                    PF { device : [ ix0 ]; what : 1; }|ix0.conf:1:15: error: Config PF.device must be a string, not [ix0] [wrong-type]
                    PF { device : "a/b"; what : 1; }|ix0.conf:1:15: error: 'a/b' of PF.device is not a device's name [bad-device]
                    PF { device : "a\\u0000b"; what : 1; }|ix0.conf:1:15: error: Value 'a\\u0000b' of key 'device' holds a NUL character [nul-in-string]
                    """)
    void saysWhyThereIsNoDeviceAndNothingElse(String text, String words) {
        assertThat(read(text).device()).isEmpty();
        assertThat(read(text).checkDevice().diagnostics())
                .extracting(Diagnostic::toString)
                .containsExactly(words.replace("\\u0000", "\0"));
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
