package io.sriov.schema.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistDump;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigNvlistTest {
    private static final PfSchema SCHEMA = ManualPageExample.SCHEMA;

    @Test
    void writesTheExampleAsIovctlDoes() {
        Nvlist list = ConfigNvlist.of(ManualPageExample.CONFIG);
        assertThat(NvlistDump.text(list))
                .isEqualTo(
                        """
                        PF (NVLIST):
                            DRIVER (NVLIST):
                            IOV (NVLIST):
                                device (STRING): [ix0]
                                num_vfs (NUMBER): 3 (3) (0x3)
                        VF-0 (NVLIST):
                            DRIVER (NVLIST):
                                mac-addr (BINARY): 6 0256487ed9f7
                                vlan (NUMBER): 1 (1) (0x1)
                            IOV (NVLIST):
                                passthrough (BOOL): FALSE
                        VF-1 (NVLIST):
                            DRIVER (NVLIST):
                            IOV (NVLIST):
                                passthrough (BOOL): TRUE
                        VF-2 (NVLIST):
                            DRIVER (NVLIST):
                            IOV (NVLIST):
                                passthrough (BOOL): TRUE
                        """);
        SchemaNvlistTest.assertEveryListIgnoresCase(list);
        assertThat(ConfigNvlist.pack(ManualPageExample.CONFIG)).hasSize(1004);
    }

    @Test
    void theKernelAppendsTheDefaultsOfTheSchema() {
        Nvlist list = ConfigNvlist.effective(ManualPageExample.CONFIG);
        assertThat(NvlistDump.text(list))
                .startsWith(
                        """
                        PF (NVLIST):
                            IOV (NVLIST):
                                device (STRING): [ix0]
                                num_vfs (NUMBER): 3 (3) (0x3)
                            DRIVER (NVLIST):
                        VF-0 (NVLIST):
                            IOV (NVLIST):
                                passthrough (BOOL): FALSE
                            DRIVER (NVLIST):
                                mac-addr (BINARY): 6 0256487ed9f7
                                vlan (NUMBER): 1 (1) (0x1)
                                mac-anti-spoof (BOOL): TRUE
                                allow-set-mac (BOOL): FALSE
                                allow-promisc (BOOL): FALSE
                        VF-1 (NVLIST):
                            IOV (NVLIST):
                                passthrough (BOOL): TRUE
                            DRIVER (NVLIST):
                                mac-anti-spoof (BOOL): TRUE
                                allow-set-mac (BOOL): FALSE
                                allow-promisc (BOOL): FALSE
                                vlan (NUMBER): 4096 (4096) (0x1000)
                        VF-2 (NVLIST):
                        """);
        assertThat(list.packedSize()).isEqualTo(1377);
        SchemaNvlistTest.assertEveryListIgnoresCase(list);
    }

    @Test
    void keepsTheSpellingOfTheConfiguration() {
        IovConfig config =
                IovConfig.builder(SCHEMA, "ix0")
                        .vf(0, "PassThrough", ParameterValue.Bool.TRUE)
                        .vf(0, "VLAN", vlan(7))
                        .build();
        assertThat(NvlistDump.text(ConfigNvlist.of(config)))
                .contains("PassThrough (BOOL): TRUE", "VLAN (NUMBER): 7 ");
        assertThat(NvlistDump.text(ConfigNvlist.effective(config)))
                .contains("PassThrough (BOOL): TRUE")
                .doesNotContain("passthrough");
        IovConfig again = ConfigNvlist.unpack(ConfigNvlist.pack(config), SCHEMA).orElseThrow();
        assertThat(ConfigNvlist.of(again)).isEqualTo(ConfigNvlist.of(config));
    }

    @Test
    void readsEitherFormBack() {
        IovConfig given =
                ConfigNvlist.unpack(ConfigNvlist.pack(ManualPageExample.CONFIG), SCHEMA)
                        .orElseThrow();
        assertThat(given.sameEffect(ManualPageExample.CONFIG)).isTrue();
        assertThat(ConfigNvlist.of(given)).isEqualTo(ConfigNvlist.of(ManualPageExample.CONFIG));
        IovConfig effective =
                ConfigNvlist.read(ConfigNvlist.effective(ManualPageExample.CONFIG), SCHEMA)
                        .orElseThrow();
        assertThat(effective.sameEffect(ManualPageExample.CONFIG)).isTrue();
        assertThat(ConfigNvlist.effective(effective))
                .isEqualTo(ConfigNvlist.effective(ManualPageExample.CONFIG));
    }

    @Test
    void readsNamesInAnyCaseAndPackedOrder() {
        Nvlist empty = node().build();
        Nvlist list =
                node().addNvlist(
                                "vf-0",
                                node().addNvlist("iov", node().addBool("PASSTHROUGH", true).build())
                                        .addNvlist("Driver", empty)
                                        .build())
                        .addNvlist(
                                "pf",
                                node().addNvlist("driver", empty)
                                        .addNvlist(
                                                "Iov",
                                                node().addNumber("NUM_VFS", 1)
                                                        .addString("Device", "ix0")
                                                        .build())
                                        .build())
                        .build();
        IovConfig config = ConfigNvlist.read(list, SCHEMA).orElseThrow();
        assertThat(config.passthrough(0)).isTrue();
        assertThat(config.device()).isEqualTo("ix0");
    }

    @Test
    void vfsThatReadAlikeShareOneConfiguration() {
        IovConfig config =
                IovConfig.builder(SCHEMA, "ix0")
                        .numVfs(65_535)
                        .defaults("mac-anti-spoof", ParameterValue.Bool.FALSE)
                        .vf(40_000, "vlan", vlan(9))
                        .build();
        Nvlist list = ConfigNvlist.of(config);
        assertThat(list.pairs()).hasSize(65_536);
        IovConfig again = ConfigNvlist.unpack(ConfigNvlist.pack(config), SCHEMA).orElseThrow();
        assertThat(again.sameEffect(config)).isTrue();
        assertThat(again.vf(1)).isSameAs(again.vf(39_999));
        assertThat(again.vf(40_000).value("vlan")).contains(vlan(9));
    }

    @Test
    void textThatNoUtf8SpellsIsPackedAllTheSame() {
        PfSchema schema =
                PfSchema.ofDriver(
                        List.of(), List.of(Parameter.optional("note", ParameterType.STRING)));
        IovConfig config =
                IovConfig.builder(schema, "ix0")
                        .vf(0, "note", new ParameterValue.Text("a\ud800b"))
                        .build();
        IovConfig again = ConfigNvlist.unpack(ConfigNvlist.pack(config), schema).orElseThrow();
        assertThat(ConfigNvlist.pack(again)).isEqualTo(ConfigNvlist.pack(config));
    }

    @Test
    void bytesOfAFileThatAreNoUtf8ArePackedAsTheyAre(@TempDir Path directory) throws IOException {
        PfSchema schema =
                PfSchema.ofDriver(
                        List.of(), List.of(Parameter.optional("note", ParameterType.STRING)));
        byte[] value = {'n', 'a', (byte) 0xef, 'v', 'e', ' ', (byte) 0xe2, (byte) 0x82};
        for (String name : List.of("ix0.conf", "ix0.json")) {
            var text = new ByteArrayOutputStream();
            text.writeBytes(
                    "{\"PF\":{\"device\":\"ix0\",\"num_vfs\":1},\"VF-0\":{\"note\":\""
                            .getBytes(US_ASCII));
            text.writeBytes(value);
            text.writeBytes("\"}}".getBytes(US_ASCII));
            Path file = Files.write(directory.resolve(name), text.toByteArray());
            IovConfig config =
                    io.sriov.schema.config.ConfigReader.standard()
                            .read(file)
                            .validate(schema)
                            .config()
                            .orElseThrow();
            byte[] packed = ConfigNvlist.pack(config);
            assertThat(HexFormat.of().formatHex(packed))
                    .contains(
                            HexFormat.of().formatHex("note\0".getBytes(US_ASCII))
                                    + HexFormat.of().formatHex(value)
                                    + "00");
            IovConfig again = ConfigNvlist.unpack(packed, schema).orElseThrow();
            assertThat(again.sameEffect(config)).isTrue();
        }
    }

    record Row(String problem, Nvlist list) {
        @Override
        public String toString() {
            return problem;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                row("PF: error: There is no list 'PF' [missing-list]", changed(list -> {}, "PF")),
                row(
                        "PF: error: 'PF' is not a list but 'x' [not-a-list]",
                        node().addString("PF", "x").build()),
                row(
                        "VF-2: error: There is no list 'VF-2' [missing-list]",
                        changed(list -> {}, "VF-2")),
                row(
                        "VF-0.IOV: error: There is no list 'VF-0.IOV' [missing-list]",
                        changed(list -> {}, "VF-0", "IOV")),
                row(
                        "PF.IOV: error: Required parameter 'num_vfs' not found in 'PF' [missing-parameter]",
                        changed(list -> {}, "PF", "IOV", "num_vfs")),
                row(
                        "PF.IOV: error: Required parameter 'device' not found in 'PF' [missing-parameter]",
                        changed(list -> {}, "PF", "IOV", "device")),
                row(
                        "PF.IOV.num_vfs: error: PF.num_vfs must be at least 1 [no-vfs]",
                        changed(list -> list.addNumber("num_vfs", 0), "PF", "IOV", "num_vfs")),
                row(
                        "PF.IOV.num_vfs: error: Value '65536' of key 'num_vfs' is not of type uint16_t [wrong-type]",
                        changed(list -> list.addNumber("num_vfs", 65_536), "PF", "IOV", "num_vfs")),
                row(
                        "PF.IOV.device: error: '../ix0' is not a device's name [bad-device]",
                        changed(list -> list.addString("device", "../ix0"), "PF", "IOV", "device")),
                row(
                        "VF-0.DRIVER.mac-addr: error: Value 'ffffffffffff' of key 'mac-addr' is not of type unicast-mac [wrong-type]",
                        changed(
                                list ->
                                        list.addBinary(
                                                "mac-addr", new byte[] {-1, -1, -1, -1, -1, -1}),
                                "VF-0",
                                "DRIVER",
                                "mac-addr")),
                row(
                        "VF-0.DRIVER.mac-addr: error: Value '02:00:00:00:00:01' of key 'mac-addr' is not of type unicast-mac [wrong-type]",
                        changed(
                                list -> list.addString("mac-addr", "02:00:00:00:00:01"),
                                "VF-0",
                                "DRIVER",
                                "mac-addr")),
                row(
                        "VF-0.DRIVER.vlan: error: Value '18446744073709551615' of key 'vlan' is not of type vlan [wrong-type]",
                        changed(list -> list.addNumber("vlan", -1), "VF-0", "DRIVER", "vlan")),
                row(
                        "VF-1.IOV.passthrough: error: Value '1' of key 'passthrough' is not of type bool [wrong-type]",
                        changed(
                                list -> list.addNumber("passthrough", 1),
                                "VF-1",
                                "IOV",
                                "passthrough")),
                row(
                        "VF-0.DRIVER.speed: error: VF-0.DRIVER: Invalid config key 'speed' [unknown-parameter]",
                        changed(list -> list.addNumber("speed", 1), "VF-0", "DRIVER", "vlan")),
                row(
                        "VF-0.DRIVER.passthrough: error: VF-0.DRIVER: Invalid config key 'passthrough' [unknown-parameter]",
                        changed(
                                list -> list.addBool("passthrough", true),
                                "VF-0",
                                "DRIVER",
                                "vlan")),
                row(
                        "VF-0.FUTURE: error: A device has the lists IOV and DRIVER only [unexpected-entry]",
                        added("VF-0", "FUTURE")),
                row(
                        "VF-3: error: The devices are PF and VF-0 to VF-2 [unexpected-entry]",
                        added("VF-3")),
                row(
                        "VF-00: error: The devices are PF and VF-0 to VF-2 [unexpected-entry]",
                        added("VF-00")),
                row(
                        "VF-1x: error: The devices are PF and VF-0 to VF-2 [unexpected-entry]",
                        added("VF-1x")),
                row(
                        "VF-99999999999: error: The devices are PF and VF-0 to VF-2 [unexpected-entry]",
                        added("VF-99999999999")),
                row(
                        "VF-: error: The devices are PF and VF-0 to VF-2 [unexpected-entry]",
                        added("VF-")),
                row(
                        "DEFAULT: error: The devices are PF and VF-0 to VF-2 [unexpected-entry]",
                        added("DEFAULT")));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void refuses(Row row) {
        Decoded<IovConfig> decoded = ConfigNvlist.read(row.list(), SCHEMA);
        assertThat(decoded.value()).isEmpty();
        assertThat(decoded.report().diagnostics()).first().hasToString(row.problem());
        assertThatThrownBy(decoded::orElseThrow)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(row.problem());
    }

    @Test
    void refusesAParameterThatStandsTwice() {
        Nvlist twice =
                Nvlist.builder(NvFlag.NO_UNIQUE)
                        .addBool("passthrough", true)
                        .addBool("passthrough", false)
                        .build();
        Nvlist list = changed(device -> device.addNvlist("IOV", twice), "VF-0", "IOV");
        assertThat(ConfigNvlist.read(list, SCHEMA).report().diagnostics())
                .singleElement()
                .hasToString(
                        "VF-0.IOV.passthrough: error: 'passthrough' is set twice [repeated-parameter]");
    }

    @Test
    void refusesAValueOfATypeThatIsUnknownHere() {
        Nvlist schema =
                SchemaNvlist.of(
                        PfSchema.ofDriver(
                                List.of(), List.of(Parameter.optional("q", ParameterType.STRING))));
        PfSchema newer =
                SchemaNvlist.read(
                                replace(
                                        schema,
                                        list -> list.addString("type", "future"),
                                        List.of("VF", "DRIVER", "q", "type")))
                        .orElseThrow();
        IovConfig without = IovConfig.builder(newer, "ix0").build();
        Nvlist with =
                replace(
                        ConfigNvlist.of(without),
                        list -> list.addNvlist("DRIVER", node().addString("q", "x").build()),
                        List.of("VF-0", "DRIVER"));
        assertThat(ConfigNvlist.read(ConfigNvlist.of(without), newer).value()).isPresent();
        assertThat(ConfigNvlist.read(with, newer).report().diagnostics())
                .singleElement()
                .hasToString(
                        "VF-0.DRIVER.q: error: Unexpected type 'future' in schema [unknown-type]");
    }

    @Test
    void reportsAllProblemsAtOnce() {
        Nvlist list =
                replace(
                        changed(l -> l.addNull("vlan"), "VF-0", "DRIVER", "vlan"),
                        l -> {},
                        List.of("VF-1"));
        assertThat(ConfigNvlist.read(list, SCHEMA).report().errorCount()).isEqualTo(2);
    }

    @Test
    void bytesThatAreNoListAreAProblem() {
        assertThat(ConfigNvlist.unpack(new byte[0], SCHEMA).report().toString())
                .contains("configuration: error: not a packed nvlist: byte 0: ");
    }

    private static Row row(String problem, Nvlist list) {
        return new Row(problem, list);
    }

    private static Nvlist.Builder node() {
        return Nvlist.builder(NvFlag.IGNORE_CASE);
    }

    private static ParameterValue vlan(int tag) {
        return new ParameterValue.Vlan(new io.sriov.schema.VlanId(tag));
    }

    /// The example with the entry at a path replaced by what a function adds, or left out where it
    /// gives null.
    private static Nvlist changed(Consumer<Nvlist.Builder> change, String... path) {
        return replace(ConfigNvlist.of(ManualPageExample.CONFIG), change, List.of(path));
    }

    private static Nvlist replace(Nvlist list, Consumer<Nvlist.Builder> change, List<String> path) {
        Nvlist.Builder copy = Nvlist.builder(list.flags().toArray(NvFlag[]::new));
        for (NvPair pair : list.pairs()) {
            if (!pair.name().equals(path.getFirst())) {
                copy.add(pair);
            } else if (path.size() > 1) {
                copy.addNvlist(
                        pair.name(),
                        replace((Nvlist) pair.value(), change, path.subList(1, path.size())));
            } else {
                change.accept(copy);
            }
        }
        return copy.build();
    }

    /// The example with one empty list more, at the top or in a device.
    private static Nvlist added(String... path) {
        Nvlist list = ConfigNvlist.of(ManualPageExample.CONFIG);
        Nvlist.Builder copy = node();
        for (NvPair pair : list.pairs()) {
            if (path.length == 2 && pair.name().equals(path[0])) {
                Nvlist.Builder device = node();
                ((Nvlist) pair.value()).pairs().forEach(device::add);
                copy.addNvlist(path[0], device.addNvlist(path[1], node().build()).build());
            } else {
                copy.add(pair);
            }
        }
        if (path.length == 1) {
            copy.addNvlist(path[0], node().build());
        }
        return copy.build();
    }
}
