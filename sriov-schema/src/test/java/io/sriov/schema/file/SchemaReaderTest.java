package io.sriov.schema.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.Parameter;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.text.TextFormat;
import io.sriov.schema.ucl.UclFactory;
import io.sriov.schema.ucl.UclMapper;
import io.sriov.schema.ucl.UclReadFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

class SchemaReaderTest {
    private static final String EXAMPLE =
            """
            {"pf":{"driver":{}},"vf":{"driver":{"mac-addr":{"type":"unicast-mac"},
            "mac-anti-spoof":{"type":"bool","default":true},
            "vlan":{"type":"vlan","default":"trunk","description":"tag"},
            "big":{"type":"uint64_t","default":18446744073709551615},
            "req":{"type":"uint8_t","required":true}}}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    UCL|"true"|write true without quotes
                    UCL|"Off"|write false without quotes
                    JSON|"true"|write true without quotes
                    YAML|'false'|write false without quotes
                    YAML|True|the truth values of YAML are true and false: write true
                    YAML|1|
                    UCL|"maybe"|
                    """)
    void saysHowToWriteWhetherAParameterIsRequired(
            TextFormat format, String value, @Nullable String hint) {
        String text =
                "{\"vf\": {\"driver\": {\"a\": {\"type\": \"bool\", \"required\": %s}}}}"
                        .formatted(value);
        assertThat(SchemaReader.read("s", text, format).report().diagnostics())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem)
                            .hasToString(
                                    "s:1:54: error: 'required' must be true or false, not "
                                            + value.replaceAll("[\"']", "")
                                            + " [wrong-shape]");
                    assertThat(problem.hint()).isEqualTo(Optional.ofNullable(hint));
                });
    }

    @Test
    void aFileWithoutAnythingIsNoSchema(@TempDir Path directory) throws IOException {
        for (String name : List.of("s.json", "s.conf", "s.yaml")) {
            Path file = Files.writeString(directory.resolve(name), "");
            SchemaResult result = SchemaReader.read(file);
            assertThat(result.schema()).isEmpty();
            assertThat(result.report().diagnostics())
                    .singleElement()
                    .hasToString(file + ":1:1: error: the text is empty [syntax]");
        }
    }

    @Test
    void nothingMayStandBehindASchema(@TempDir Path directory) throws IOException {
        for (String name : List.of("s.json", "s.conf", "s.yaml")) {
            Path file =
                    Files.writeString(
                            directory.resolve(name), "{\"vf\": {\"driver\": {}}} {\"x\": 1}");
            SchemaResult result = SchemaReader.read(file);
            assertThat(result.schema()).isEmpty();
            assertThat(result.report().diagnostics())
                    .singleElement()
                    .hasToString(
                            file
                                    + ":1:24: error: there is more after the end of the document"
                                    + " [trailing-content]");
        }
        Path schema = Files.writeString(directory.resolve("s.json"), "{}\n# nothing else\n");
        assertThat(SchemaReader.read(schema).schema()).isPresent();
    }

    @Test
    void readsTheDocumentedShape() {
        SchemaResult result = SchemaReader.read("s.json", EXAMPLE, TextFormat.JSON);
        assertThat(result.report().diagnostics()).isEmpty();
        PfSchema schema = result.schema().orElseThrow();
        assertThat(schema.vf().parameters().stream().map(Parameter::toString))
                .containsExactly(
                        "passthrough : bool (default = false)",
                        "mac-addr : unicast-mac (optional)",
                        "mac-anti-spoof : bool (default = true)",
                        "vlan : vlan (default = trunk)",
                        "big : uint64_t (default = 18446744073709551615)",
                        "req : uint8_t (required)");
        assertThat(schema.pf().parameters().stream().map(Parameter::toString))
                .containsExactly("num_vfs : uint16_t (required)", "device : string (required)");
        assertThat(schema.vf().find("VLAN").orElseThrow().description()).contains("tag");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    a : { type : mac-addr }|s:1:20: error: Unexpected type 'mac-addr' in schema [unknown-type]
                    a : { type : Bool }|s:1:20: error: Unexpected type 'Bool' in schema [unknown-type]
                    a : { type : uint8_t, default : 256 }|s:1:52: error: Default '256' of 'a' is not of type uint8_t [bad-default]
                    a : { type : bool, default : "true" }|s:1:49: error: Default 'true' of 'a' is not of type bool [bad-default]
                    a : { type : unicast-mac, default : "01:0:0:0:0:0" }|s:1:56: error: Default '01:0:0:0:0:0' of 'a' is not of type unicast-mac [bad-default]
                    a : { type : bool, default : true, required : true }|s:1:20: error: 'a' is required and has a default [required-and-default]
                    a : { type : bool }, A : { type : bool }|s:1:41: error: 'A' is defined twice for the VF [duplicate-parameter]
                    PassThrough : { type : bool }|s:1:20: error: 'PassThrough' is a parameter that every VF has already [name-collision]
                    a : { default : true }|s:1:20: error: 'a' has no type [missing-type]
                    a : { type : 5 }|s:1:33: error: 'type' must be a string, not 5 [wrong-shape]
                    a : { type : bool, required : 1 }|s:1:50: error: 'required' must be true or false, not 1 [wrong-shape]
                    a : { type : bool, required : "true" }|s:1:50: error: 'required' must be true or false, not true [wrong-shape]
                    a : { type : bool, min : 1 }|s:1:39: error: Unexpected key 'min' in schema [unexpected-key]
                    a : bool|s:1:24: error: 'a' must be an object, not bool [wrong-shape]
                    """)
    void everyRuleIsReported(String parameter, String words) {
        String text = "vf : { driver : {  " + parameter + " } }";
        SchemaResult result = SchemaReader.read("s", text, TextFormat.UCL);
        assertThat(result.report().diagnostics()).first().hasToString(words);
        assertThat(result.schema()).isEmpty();
    }

    @Test
    void aParameterNeedsAName() {
        String text = "{\"vf\": {\"driver\": {\"\": {\"type\": \"bool\"}}}}";
        assertThat(SchemaReader.read("s", text, TextFormat.JSON).report().diagnostics())
                .singleElement()
                .hasToString("s:1:20: error: '' cannot be a parameter's name [bad-name]");
    }

    @Test
    void infrastructureNamesMayBeUsedByTheOtherDevice() {
        String text = "pf : { driver : { passthrough : { type : bool } } }";
        assertThat(SchemaReader.read("s", text, TextFormat.UCL).schema()).isPresent();
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        String text =
                """
                pf : { driver : { num_vfs : { type : bool } }, iov : { } }
                vf : { driver : { a : { type : x }, b : { type : vlan, default : 4096 } } }
                what : 1
                """;
        assertThat(
                        SchemaReader.read("s", text, TextFormat.UCL).report().diagnostics().stream()
                                .map(d -> d.code().code()))
                .containsExactlyInAnyOrder(
                        "unexpected-key",
                        "name-collision",
                        "unknown-type",
                        "bad-default",
                        "unexpected-key");
    }

    static Stream<ObjectMapper> mappers() {
        return Stream.of(
                new JsonMapper(),
                new YAMLMapper(),
                new UclMapper(
                        UclFactory.builder().enable(UclReadFeature.UNSIGNED_INTEGERS).build()));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("mappers")
    void survivesAnyJacksonFormat(ObjectMapper mapper, @TempDir Path directory) throws Exception {
        PfSchema schema =
                SchemaReader.read("s.json", EXAMPLE, TextFormat.JSON).schema().orElseThrow();
        Path file = directory.resolve("schema");
        try (JsonGenerator out = mapper.createGenerator(Files.newOutputStream(file))) {
            SchemaWriter.write(schema, out);
        }
        SchemaResult result = SchemaReader.read("schema", mapper.createParser(file));
        assertThat(result.report().diagnostics()).isEmpty();
        assertThat(result.schema()).contains(schema);
    }

    @Test
    void builtInSchemasSurviveJson() {
        for (String driver : BuiltInSchemas.drivers()) {
            PfSchema schema = BuiltInSchemas.find(driver).orElseThrow();
            assertThat(
                            SchemaReader.read(driver, SchemaWriter.toJson(schema), TextFormat.JSON)
                                    .schema())
                    .contains(schema);
            assertThat(schema.device(DeviceKind.VF).parameters(Subsystem.IOV)).hasSize(1);
        }
    }
}
