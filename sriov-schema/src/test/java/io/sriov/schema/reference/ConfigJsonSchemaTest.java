package io.sriov.schema.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.file.BuiltInSchemas;
import io.sriov.schema.text.TextFormat;
import io.sriov.schema.ucl.UclMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class ConfigJsonSchemaTest {
    private static final PfSchema SCHEMA =
            PfSchema.ofDriver(
                    List.of(),
                    List.of(
                            Parameter.required("group", ParameterType.UINT8),
                            Parameter.optional("note", ParameterType.STRING)));

    private static boolean readerAccepts(String text, PfSchema schema) {
        return !ConfigReader.standard()
                .read("a.json", text, TextFormat.JSON)
                .validate(schema)
                .report()
                .hasErrors();
    }

    private static boolean schemaAccepts(String text, PfSchema schema) {
        return JsonSchemas.messages(JsonSchemas.of(schema), text).isEmpty();
    }

    static Stream<PfSchema> schemas() {
        return Stream.concat(
                BuiltInSchemas.drivers().stream().map(d -> BuiltInSchemas.find(d).orElseThrow()),
                Stream.of(HostileSchema.schema()));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void isValidByItsDialect(PfSchema schema) {
        assertThat(JsonSchemas.againstMetaSchema(ConfigJsonSchema.text("\"x\"", schema))).isEmpty();
    }

    /// Shows that the dialect's schema is looked at.
    @Test
    void invalidJsonSchemaIsNotValidByTheDialect() {
        assertThat(JsonSchemas.againstMetaSchema("{\"type\": \"integre\"}")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    ix0.conf, ix, true
                    ixl0.json, ixl, true
                    ice0.conf, ice, true
                    changed/ix0.conf, ix, true
                    ix0.conf, vnic, false
                    mistakes/ix0.conf, ix, false
                    """)
    void examplesAreAcceptedAsTheReaderAcceptsThem(String file, String driver, boolean accepted)
            throws Exception {
        PfSchema schema = BuiltInSchemas.find(driver).orElseThrow();
        String ucl = Files.readString(Path.of("../examples/" + file));
        String json = new UclMapper().readTree(ucl).toString();

        assertThat(readerAccepts(json, schema)).isEqualTo(accepted);
        assertThat(schemaAccepts(json, schema)).isEqualTo(accepted);
    }

    @Test
    void hostileNamesAreTakenAsTheyAre() {
        PfSchema schema = HostileSchema.schema();
        Schema jsonSchema = JsonSchemas.of(schema);
        ObjectMapper json = new ObjectMapper();
        for (String name : HostileSchema.NAMES) {
            String spelled = name.toUpperCase(Locale.ROOT);
            for (String value : List.of("\"\"", "1")) {
                String text =
                        """
                        {"PF": {"device": "ix0", "num_vfs": 1, "x\\"; }": 1}, "VF-0": {%s: %s}}
                        """
                                .formatted(json.writeValueAsString(spelled), value);

                assertThat(JsonSchemas.messages(jsonSchema, text).isEmpty())
                        .as(text)
                        .isEqualTo(readerAccepts(text, schema));
            }
        }
    }

    /// What JSON Schema cannot say, as the documentation lists it: accepted, and refused later.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {"PF":{"device":"a","num_vfs":1},"pf":{"device":"a","num_vfs":1},"DEFAULT":{"group":1}}
                    {"PF":{"device":"a","num_vfs":1},"DEFAULT":{"group":1,"GROUP":1}}
                    {"PF":{"device":"a","num_vfs":1},"VF-0":{"group":1},"DEFAULT":{"group":1}}
                    {"PF":{"device":"a","num_vfs":1},"DEFAULT":{"group":1},"VF-1":{}}
                    {"PF":{"device":"a","num_vfs":2},"VF-0":{"group":1}}
                    """)
    void whatJsonSchemaCannotSayIsAccepted(String text) {
        assertThat(schemaAccepts(text, SCHEMA)).isTrue();
        assertThat(readerAccepts(text, SCHEMA)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {"PF":{"device":"a","num_vfs":1},"DEFAULT":{"group":1}}|true
                    {"pf":{"DEVICE":"a","Num_VFs":1},"default":{"GROUP":1}}|true
                    {"PF":{"device":"a","num_vfs":1},"vf-0":{"gRoup":1}}|true
                    {"PF":{"device":"a","num_vfs":1}}|false
                    {"PF":{"device":"a","num_vfs":1},"VF-0":{}}|false
                    {"PF":{"device":"a","num_vfs":2},"VF-0":{"group":1},"VF-1":{}}|false
                    {"PF":{"device":"a","num_vfs":0},"DEFAULT":{"group":1}}|false
                    {"PF":{"device":"","num_vfs":1},"DEFAULT":{"group":1}}|false
                    {"PF":{"num_vfs":1},"DEFAULT":{"group":1}}|false
                    {"DEFAULT":{"group":1}}|false
                    {"$schema":"x","PF":{"device":"a","num_vfs":1},"DEFAULT":{"group":1}}|false
                    []|false
                    1|false
                    """)
    void requiredParametersAreAskedForInAnyCase(String text, boolean accepted) {
        assertThat(schemaAccepts(text, SCHEMA)).isEqualTo(accepted);
        assertThat(readerAccepts(text, SCHEMA)).isEqualTo(accepted);
    }

    @Test
    void parameterOfATypeOfAnotherVersionTakesNoValue() {
        Parameter unknown = Parameter.builder().name("rate").typeName("uint128_t").build();
        PfSchema schema =
                new PfSchema(
                        PfSchema.ofDriver(List.of(), List.of()).pf(),
                        DeviceSchema.of(List.of(), List.of(unknown)));
        String pf = "{\"PF\":{\"device\":\"a\",\"num_vfs\":1},\"DEFAULT\":";

        assertThat(schemaAccepts(pf + "{}}", schema)).isTrue();
        assertThat(schemaAccepts(pf + "{\"rate\":1}}", schema)).isFalse();
        assertThat(readerAccepts(pf + "{\"rate\":1}}", schema)).isFalse();
    }

    /// What an editor shows.
    @Test
    void saysWhatAnEditorShows() {
        JsonNode schema =
                new ObjectMapper()
                        .readTree(
                                ConfigJsonSchema.text(
                                        "ix", BuiltInSchemas.find("ix").orElseThrow()));

        assertThat(schema.at("/title").asString()).isEqualTo("SR-IOV configuration of ix");
        assertThat(schema.at("/properties").propertyNames())
                .containsExactly("PF", "DEFAULT", "VF-0");
        JsonNode vf = schema.at("/$defs/vf/properties");
        assertThat(vf.at("/vlan/default").asString()).isEqualTo("trunk");
        assertThat(vf.at("/mac-anti-spoof/default").asBoolean()).isTrue();
        assertThat(vf.at("/passthrough/description").asString()).contains("guest");
        assertThat(schema.at("/$defs/pf/properties/num_vfs/maximum").asInt()).isEqualTo(65535);
    }
}
