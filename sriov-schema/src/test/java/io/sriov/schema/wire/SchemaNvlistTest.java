package io.sriov.schema.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistDump;
import io.sriov.schema.nvlist.NvlistPacker;
import io.sriov.schema.nvlist.NvlistUnpacker;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaNvlistTest {

    @Test
    void writesTheSchemaOfIxAsTheKernelDoes() {
        Nvlist list = SchemaNvlist.of(ManualPageExample.SCHEMA);
        assertThat(NvlistDump.text(list))
                .isEqualTo(
                        """
                        PF (NVLIST):
                            DRIVER (NVLIST):
                            IOV (NVLIST):
                                num_vfs (NVLIST):
                                    type (STRING): [uint16_t]
                                    required (BOOL): TRUE
                                device (NVLIST):
                                    type (STRING): [string]
                                    required (BOOL): TRUE
                        VF (NVLIST):
                            DRIVER (NVLIST):
                                mac-addr (NVLIST):
                                    type (STRING): [unicast-mac]
                                mac-anti-spoof (NVLIST):
                                    type (STRING): [bool]
                                    default (BOOL): TRUE
                                allow-set-mac (NVLIST):
                                    type (STRING): [bool]
                                    default (BOOL): FALSE
                                allow-promisc (NVLIST):
                                    type (STRING): [bool]
                                    default (BOOL): FALSE
                                vlan (NVLIST):
                                    type (STRING): [vlan]
                                    default (NUMBER): 4096 (4096) (0x1000)
                            IOV (NVLIST):
                                passthrough (NVLIST):
                                    type (STRING): [bool]
                                    default (BOOL): FALSE
                        """);
        assertEveryListIgnoresCase(list);
        assertThat(SchemaNvlist.pack(ManualPageExample.SCHEMA)).hasSize(1393);
    }

    @Test
    void readsBackWhatItWrote() {
        assertThat(SchemaNvlist.unpack(SchemaNvlist.pack(ManualPageExample.SCHEMA)).orElseThrow())
                .isEqualTo(ManualPageExample.SCHEMA);
        byte[] big =
                NvlistPacker.pack(SchemaNvlist.of(ManualPageExample.SCHEMA), ByteOrder.BIG_ENDIAN);
        assertThat(SchemaNvlist.unpack(big).orElseThrow()).isEqualTo(ManualPageExample.SCHEMA);
    }

    @Test
    void everyTypeOfDefaultSurvives() {
        PfSchema schema =
                PfSchema.ofDriver(
                        List.of(Parameter.required("serial", ParameterType.UINT64)),
                        List.of(
                                Parameter.defaulted(
                                        "name", ParameterType.STRING, new ParameterValue.Text("")),
                                Parameter.defaulted(
                                        "mac",
                                        ParameterType.UNICAST_MAC,
                                        new ParameterValue.Mac(
                                                new io.sriov.schema.MacAddress(
                                                        0x02_00_00_00_00_01L))),
                                Parameter.defaulted(
                                        "u8", ParameterType.UINT8, new ParameterValue.Uint(255)),
                                Parameter.defaulted(
                                        "u16",
                                        ParameterType.UINT16,
                                        new ParameterValue.Uint(65_535)),
                                Parameter.defaulted(
                                        "u32",
                                        ParameterType.UINT32,
                                        new ParameterValue.Uint(0xffff_ffffL)),
                                Parameter.defaulted(
                                        "u64", ParameterType.UINT64, new ParameterValue.Uint(-1))));
        assertThat(SchemaNvlist.unpack(SchemaNvlist.pack(schema)).orElseThrow()).isEqualTo(schema);
    }

    @Test
    void keepsWhatOnlyANewerKernelKnows() {
        Nvlist list =
                schema(driver ->
                                driver.addNvlist(
                                        "qos",
                                        node().addString("type", "qos-class")
                                                .addNumber("default", 3)
                                                .build()))
                        .addNvlist("FUTURE", node().build())
                        .build();
        Decoded<PfSchema> decoded = SchemaNvlist.read(list);
        Parameter qos = decoded.orElseThrow().vf().find("qos").orElseThrow();
        assertThat(qos.type()).isEmpty();
        assertThat(qos.typeName()).isEqualTo("qos-class");
        assertThat(qos.defaultValue()).contains(new ParameterValue.Uint(3));
        assertThat(decoded.report().diagnostics())
                .singleElement()
                .hasToString(
                        "FUTURE: warning: 'FUTURE' has no meaning in this version and is passed over [unexpected-entry]");
        assertThat(SchemaNvlist.of(decoded.orElseThrow()).nvlist("VF"))
                .isEqualTo(list.nvlist("VF"));
    }

    @Test
    void aDefaultOfAnUnknownTypeAndFormIsLeftOut() {
        Nvlist list =
                schema(driver ->
                                driver.addNvlist(
                                        "q",
                                        node().addString("type", "future")
                                                .addNull("default")
                                                .build()))
                        .build();
        Decoded<PfSchema> decoded = SchemaNvlist.read(list);
        assertThat(decoded.orElseThrow().vf().find("q").orElseThrow().defaultValue()).isEmpty();
        assertThat(decoded.report().toString()).contains("VF.DRIVER.q: warning: ");
    }

    @Test
    void requiredMayBeFalse() {
        Nvlist list =
                schema(driver ->
                                driver.addNvlist(
                                        "q",
                                        node().addString("type", "bool")
                                                .addBool("required", false)
                                                .build()))
                        .build();
        assertThat(SchemaNvlist.read(list).orElseThrow().vf().parameters(Subsystem.DRIVER))
                .containsExactly(Parameter.optional("q", ParameterType.BOOL));
    }

    @Test
    void wordsAreFoundInAnyCase() {
        Nvlist list =
                schema(driver ->
                                driver.addNvlist(
                                        "q",
                                        node().addString("TYPE", "bool")
                                                .addBool("Default", true)
                                                .build()))
                        .build();
        assertThat(SchemaNvlist.read(list).orElseThrow().vf().find("Q"))
                .contains(Parameter.defaulted("q", ParameterType.BOOL, ParameterValue.Bool.TRUE));
    }

    record Row(String problem, Nvlist list) {
        @Override
        public String toString() {
            return problem;
        }
    }

    static Stream<Row> rows() {
        Nvlist empty = node().build();
        Nvlist device = node().addNvlist("DRIVER", empty).addNvlist("IOV", empty).build();
        return Stream.of(
                new Row(
                        "PF: error: There is no list 'PF' [missing-list]",
                        node().addNvlist("VF", device).build()),
                new Row(
                        "VF: error: 'VF' is not a list but '3' [not-a-list]",
                        node().addNvlist("PF", device).addNumber("VF", 3).build()),
                new Row(
                        "PF.IOV: error: There is no list 'PF.IOV' [missing-list]",
                        node().addNvlist("PF", node().addNvlist("DRIVER", empty).build())
                                .addNvlist("VF", device)
                                .build()),
                new Row(
                        "VF.DRIVER.q: error: 'VF.DRIVER.q' is not a list but 'true' [not-a-list]",
                        schema(driver -> driver.addBool("q", true)).build()),
                new Row(
                        "VF.DRIVER.q: error: 'q' has no type [missing-type]",
                        schema(driver -> driver.addNvlist("q", empty)).build()),
                new Row(
                        "VF.DRIVER.q: error: 'q' has no type [missing-type]",
                        schema(driver -> driver.addNvlist("q", node().addNumber("type", 1).build()))
                                .build()),
                new Row(
                        "VF.DRIVER.q: error: Default '256' of 'q' is not of type uint8_t [bad-default]",
                        schema(driver ->
                                        driver.addNvlist(
                                                "q",
                                                node().addString("type", "uint8_t")
                                                        .addNumber("default", 256)
                                                        .build()))
                                .build()),
                new Row(
                        "VF.DRIVER.q: error: Default '010203' of 'q' is not of type unicast-mac [bad-default]",
                        schema(driver ->
                                        driver.addNvlist(
                                                "q",
                                                node().addString("type", "unicast-mac")
                                                        .addBinary(
                                                                "default", (byte) 1, (byte) 2,
                                                                (byte) 3)
                                                        .build()))
                                .build()),
                new Row(
                        "VF.DRIVER.q: error: Default '4097' of 'q' is not of type vlan [bad-default]",
                        schema(driver ->
                                        driver.addNvlist(
                                                "q",
                                                node().addString("type", "vlan")
                                                        .addNumber("default", 4097)
                                                        .build()))
                                .build()),
                new Row(
                        "VF.DRIVER.q: error: 'q' is required and has a default [required-and-default]",
                        schema(driver ->
                                        driver.addNvlist(
                                                "q",
                                                node().addString("type", "bool")
                                                        .addBool("default", true)
                                                        .addBool("required", false)
                                                        .build()))
                                .build()),
                new Row(
                        "VF.DRIVER.q.required: error: '1' is neither true nor false [wrong-shape]",
                        schema(driver ->
                                        driver.addNvlist(
                                                "q",
                                                node().addString("type", "bool")
                                                        .addNumber("required", 1)
                                                        .build()))
                                .build()),
                new Row(
                        "VF.DRIVER.Passthrough: error: 'Passthrough' is defined twice for the same device [duplicate-parameter]",
                        schema(driver ->
                                        driver.addNvlist(
                                                "Passthrough",
                                                node().addString("type", "bool").build()))
                                .build()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void refuses(Row row) {
        Decoded<PfSchema> decoded = SchemaNvlist.read(row.list());
        assertThat(decoded.value()).isEmpty();
        assertThat(decoded.report().diagnostics()).first().hasToString(row.problem());
        assertThatThrownBy(decoded::orElseThrow)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(row.problem());
    }

    @Test
    void reportsAllProblemsAtOnce() {
        Nvlist list =
                schema(driver ->
                                driver.addNull("a")
                                        .addNvlist("b", node().build())
                                        .addNvlist(
                                                "c",
                                                node().addString("type", "bool")
                                                        .addNumber("default", 1)
                                                        .build()))
                        .build();
        assertThat(SchemaNvlist.read(list).report().errorCount()).isEqualTo(3);
    }

    @Test
    void bytesThatAreNoListAreAProblem() {
        Decoded<PfSchema> decoded = SchemaNvlist.unpack(new byte[] {1, 2, 3});
        assertThat(decoded.value()).isEmpty();
        assertThat(decoded.report().toString())
                .contains("schema: error: not a packed nvlist: byte 0: ")
                .contains("[not-an-nvlist]");
        assertThat(SchemaNvlist.unpack(NvlistPacker.pack(Nvlist.builder().build())).value())
                .isEmpty();
    }

    static void assertEveryListIgnoresCase(Nvlist list) {
        assertThat(list.flags()).containsExactly(NvFlag.IGNORE_CASE);
        for (NvPair pair : list.pairs()) {
            if (pair.value() instanceof Nvlist nested) {
                assertEveryListIgnoresCase(nested);
            }
        }
        assertThat(NvlistUnpacker.unpack(NvlistPacker.pack(list), NvFlag.IGNORE_CASE))
                .isEqualTo(list);
    }

    private static Nvlist.Builder node() {
        return Nvlist.builder(NvFlag.IGNORE_CASE);
    }

    /// A schema with the infrastructure's VF parameter and these of the VF driver.
    private static Nvlist.Builder schema(Consumer<Nvlist.Builder> vfDriver) {
        Nvlist.Builder driver = node();
        vfDriver.accept(driver);
        Nvlist passthrough = node().addString("type", "bool").addBool("default", false).build();
        return node().addNvlist(
                        "PF",
                        node().addNvlist("DRIVER", node().build())
                                .addNvlist("IOV", node().build())
                                .build())
                .addNvlist(
                        "VF",
                        node().addNvlist("DRIVER", driver.build())
                                .addNvlist(
                                        "IOV", node().addNvlist("passthrough", passthrough).build())
                                .build());
    }
}
