package io.sriov.schema.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.VlanId;
import io.sriov.schema.file.BuiltInSchemas;
import io.sriov.schema.file.SchemaReader;
import io.sriov.schema.nvlist.NvlistPacker;
import io.sriov.schema.text.TextFormat;
import io.sriov.schema.wire.SchemaNvlist;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class SchemaComparisonTest {
    private static final String BEFORE =
            """
            pf { driver {
                fw-mode { type = uint8_t; description = "The mode." }
                slots { type = uint16_t; required = true }
            } }
            vf { driver {
                mac-addr { type = unicast-mac }
                vlan { type = vlan; default = trunk }
                queues { type = uint16_t; default = 4 }
                group { type = uint8_t; required = true }
                note { type = string; default = "" }
                old { type = bool; default = false }
            } }
            """;

    private static final String AFTER =
            """
            pf { driver {
                slots { type = vlan; required = true }
                Fw-Mode { type = uint16_t; description = "The mode of the firmware." }
            } }
            vf { driver {
                mac-addr { type = unicast-mac; required = true }
                vlan { type = vlan; default = 0 }
                queues { type = uint8_t; default = 4 }
                group { type = uint8_t; default = 1 }
                note { type = string }
                token { type = string; required = true }
                burst { type = uint32_t; default = 0 }
                label { type = string }
            } }
            """;

    private static PfSchema schema(String text) {
        return SchemaReader.read("a schema", text, TextFormat.UCL).schema().orElseThrow();
    }

    private static List<SchemaChange> vfChanges(Parameter before, Parameter after) {
        return SchemaComparison.of(
                        PfSchema.ofDriver(List.of(), List.of(before)),
                        PfSchema.ofDriver(List.of(), List.of(after)))
                .changes();
    }

    static List<Arguments> texts() {
        return List.of(
                Arguments.of("x", "x ", "x -> \"x \""),
                Arguments.of("x ", " x", "\"x \" -> \" x\""),
                Arguments.of("a b", "a\tb", "\"a b\" -> \"a\\tb\""),
                Arguments.of("", "none", "\"\" -> \"none\""),
                Arguments.of("say \"hi\"", "say-hi", "\"say \\\"hi\\\"\" -> say-hi"),
                Arguments.of("\\t", "802.1Q", "\"\\\\t\" -> 802.1Q"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void defaultsThatCouldBeMisreadAreQuoted(String before, String after, String shown) {
        assertThat(vfChanges(text(before), text(after)))
                .extracting(SchemaChange::toString)
                .containsExactly(
                        "VF.DRIVER.note: default changed: "
                                + shown
                                + " (configurations without it get another value)");
    }

    private static Parameter text(String value) {
        return Parameter.defaulted("note", ParameterType.STRING, new ParameterValue.Text(value));
    }

    @Test
    void everyChangeIsALineWithItsVerdictAndReason() {
        SchemaComparison comparison = SchemaComparison.of(schema(BEFORE), schema(AFTER));

        assertThat(comparison)
                .hasToString(
                        """
                        compatible  PF.DRIVER.Fw-Mode: type widened: uint8_t -> uint16_t (every value stays valid, and the same)
                        compatible  PF.DRIVER.Fw-Mode: respelled: fw-mode -> Fw-Mode (names are compared ignoring case)
                        compatible  PF.DRIVER.Fw-Mode: description changed (descriptions are for people)
                        breaking    PF.DRIVER.slots: type changed: uint16_t -> vlan (numbers above 4095 are refused)
                        breaking    VF.DRIVER.mac-addr: became required: optional -> required (configurations without it are refused)
                        breaking    VF.DRIVER.vlan: default changed: trunk -> 0 (configurations without it get another value)
                        breaking    VF.DRIVER.queues: type narrowed: uint16_t -> uint8_t (numbers above 255 are refused)
                        compatible  VF.DRIVER.group: no longer required: required -> default = 1 (configurations that were valid give it)
                        breaking    VF.DRIVER.note: default removed: \"\" -> none (configurations without it get no value)
                        breaking    VF.DRIVER.old: removed: bool (default = false) (configurations that give it are refused)
                        breaking    VF.DRIVER.token: added: string (required) (configurations without it are refused)
                        compatible  VF.DRIVER.burst: added: uint32_t (default = 0) (configurations without it get the default, which must stand for what the driver did before)
                        compatible  VF.DRIVER.label: added: string (optional) (no configuration gives it yet, and the driver does without)
                        """);
        assertThat(comparison.isBreaking()).isTrue();
        assertThat(comparison.breaking()).hasSize(7);
    }

    @Test
    void jsonHasTheSameForPrograms() {
        JsonNode document =
                new ObjectMapper()
                        .readTree(
                                ComparisonJson.format(
                                        SchemaComparison.of(schema(BEFORE), schema(AFTER))));

        assertThat(document.get("breaking").asBoolean()).isTrue();
        assertThat(document.get("changes")).hasSize(13);
        assertThat(document.get("changes").get(5).toString())
                .isEqualTo(
                        "{\"verdict\":\"breaking\",\"change\":\"default-changed\",\"device\":\"VF\","
                                + "\"subsystem\":\"DRIVER\",\"parameter\":\"vlan\","
                                + "\"before\":\"trunk\",\"after\":\"0\","
                                + "\"reason\":\"configurations without it get another value\"}");
        assertThat(document.get("changes").get(10).has("before")).isFalse();
    }

    static Stream<String> drivers() {
        return BuiltInSchemas.drivers().stream();
    }

    /// A kernel's schema has no descriptions and is the same for all that.
    @ParameterizedTest
    @MethodSource("drivers")
    void schemaIsTheSameAsThatOfAKernel(String driver) {
        PfSchema schema = BuiltInSchemas.find(driver).orElseThrow();
        PfSchema packed =
                SchemaNvlist.unpack(NvlistPacker.pack(SchemaNvlist.of(schema))).orElseThrow();

        assertThat(SchemaComparison.of(schema, packed).changes()).isEmpty();
        assertThat(SchemaComparison.of(packed, schema).changes()).isEmpty();
    }

    @Test
    void defaultIsTheSameWhereThePackedNumberIs() {
        assertThat(
                        vfChanges(
                                Parameter.defaulted(
                                        "tag", ParameterType.UINT8, new ParameterValue.Uint(5)),
                                Parameter.defaulted(
                                        "tag",
                                        ParameterType.VLAN,
                                        new ParameterValue.Vlan(new VlanId(5)))))
                .extracting(SchemaChange::kind)
                .containsExactly(ChangeKind.TYPE_WIDENED);
    }

    @Test
    void textInPlaceOfAnAddressBreaksAlthoughEveryConfigurationIsAccepted() {
        assertThat(
                        vfChanges(
                                Parameter.optional("mac", ParameterType.UNICAST_MAC),
                                Parameter.optional("mac", ParameterType.STRING)))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.isBreaking()).isTrue();
                    assertThat(change.reason())
                            .isEqualTo("the driver gets no more values of type unicast-mac");
                });
    }

    @Test
    void lostTrunkIsNamed() {
        assertThat(
                        vfChanges(
                                Parameter.optional("v", ParameterType.VLAN),
                                Parameter.optional("v", ParameterType.UINT16)))
                .extracting(SchemaChange::reason)
                .containsExactly("trunk is refused");
        assertThat(
                        vfChanges(
                                Parameter.optional("v", ParameterType.VLAN),
                                Parameter.optional("v", ParameterType.UINT8)))
                .extracting(SchemaChange::reason)
                .containsExactly("trunk and numbers above 255 are refused");
    }

    @Test
    void parameterThatChangesHandsBreaks() {
        Parameter parameter = Parameter.optional("trust", ParameterType.BOOL);
        PfSchema plain = PfSchema.ofDriver(List.of(), List.of());

        SchemaComparison comparison =
                SchemaComparison.of(
                        new PfSchema(plain.pf(), DeviceSchema.of(List.of(), List.of(parameter))),
                        new PfSchema(plain.pf(), DeviceSchema.of(List.of(parameter), List.of())));

        assertThat(comparison)
                .hasToString(
                        "breaking    VF.IOV.trust: subsystem changed: DRIVER -> IOV (whoever got"
                                + " its value gets it no more)\n");
    }

    @Test
    void typeOfAnotherVersionIsNotTakenForCompatible() {
        Parameter known = Parameter.optional("rate", ParameterType.UINT32);
        Parameter unknown = Parameter.builder().name("rate").typeName("uint128_t").build();
        PfSchema plain = PfSchema.ofDriver(List.of(), List.of());
        PfSchema before = new PfSchema(plain.pf(), DeviceSchema.of(List.of(), List.of(known)));
        PfSchema after = new PfSchema(plain.pf(), DeviceSchema.of(List.of(), List.of(unknown)));

        assertThat(SchemaComparison.of(before, after))
                .hasToString(
                        "breaking    VF.DRIVER.rate: type changed: uint32_t -> uint128_t (this"
                                + " version does not know uint128_t, so nothing says that values"
                                + " stay valid)\n");
        assertThat(SchemaComparison.of(after, before).isBreaking()).isTrue();
        assertThat(SchemaComparison.of(after, after).changes()).isEmpty();
    }

    @Test
    void controlCharactersAreShown() {
        assertThat(
                        vfChanges(
                                Parameter.defaulted(
                                        "a\u001b[2J",
                                        ParameterType.STRING,
                                        new ParameterValue.Text("x")),
                                Parameter.defaulted(
                                        "a\u001b[2J",
                                        ParameterType.STRING,
                                        new ParameterValue.Text("y\nbreaking"))))
                .singleElement()
                .asString()
                .contains("a\\u001b[2J", "y\\u000abreaking");
    }
}
