package io.sriov.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import io.sriov.schema.text.TextFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Dumps as files.
class DumpFileTest {
    private static final PciAddress PORT = PciAddress.parse("0000:00:01.0");
    private static final PciAddress PF = PciAddress.parse("0000:03:00.0");

    private static FunctionDump.Builder function(PciAddress address, FunctionDump.Kind kind) {
        return FunctionDump.builder()
                .address(address)
                .kind(kind)
                .vendorId(0x8086)
                .deviceId(0x10fb)
                .config("");
    }

    private static MachineDump dump() {
        byte[] config = new byte[256];
        config[0] = (byte) 0x86;
        config[1] = (byte) 0x80;
        config[0x93] = 7;
        return MachineDump.builder()
                .system("Linux 6.12")
                .masked(true)
                .addUnread("the weather")
                .addFunction(function(PORT, FunctionDump.Kind.PORT).addUnread("registers").build())
                .addFunction(
                        function(PF, FunctionDump.Kind.PF)
                                .above(PORT)
                                .classCode(0x020000)
                                .device("0000:03:00.0")
                                .addOtherName("enp3s0f0")
                                .driver("ixgbe")
                                .driverLimit(63)
                                .numaNode(1)
                                .iommuGroup("17")
                                .interfaces(
                                        List.of(
                                                new FunctionDump.Interface(
                                                        "enp3s0f0",
                                                        MacAddress.parse("90:e2:ba:00:00:01"))))
                                .memory(
                                        List.of(
                                                new FunctionDump.Memory(
                                                        FunctionDump.Memory.Use.VF_BAR,
                                                        3,
                                                        0x38_0000_0000L,
                                                        16384,
                                                        true,
                                                        false)))
                                .configBytes(config)
                                .build())
                .addFunction(
                        function(PciAddress.parse("0000:03:10.0"), FunctionDump.Kind.VF)
                                .above(PF)
                                .vfIndex(0)
                                .passthrough(true)
                                .interfaces(
                                        List.of(
                                                new FunctionDump.Interface(
                                                        "eth9", Optional.empty())))
                                .build())
                .build();
    }

    @Test
    void whatIsWrittenReadsBack() {
        String json = DumpWriter.toJson(dump());
        for (TextFormat format : List.of(TextFormat.JSON, TextFormat.UCL, TextFormat.YAML)) {
            assertThat(DumpReader.read("d", json, format).orElseThrow()).isEqualTo(dump());
        }
        assertThat(json).contains("\"90: 00 00 00 07 00").doesNotContain("\"10: ");
    }

    @Test
    void functionsAreFoundByAddressAndPf() {
        assertThat(dump().pfs()).extracting(FunctionDump::address).containsExactly(PF);
        assertThat(dump().vfs(PF)).extracting(FunctionDump::vfIndex).hasSize(1);
        assertThat(dump().vfs(PORT)).isEmpty();
        assertThat(dump().function(PORT)).isPresent();
        assertThat(dump().function(PciAddress.parse("0000:09:00.0"))).isEmpty();
    }

    @Test
    void functionsComeBehindWhatTheyAreBelowAndOnce() {
        FunctionDump pf = function(PF, FunctionDump.Kind.PF).above(PORT).build();
        assertThatThrownBy(() -> MachineDump.builder().system("x").addFunction(pf).build())
                .hasMessage("0000:03:00.0 is below 0000:00:01.0, which is not in the dump");
        assertThatThrownBy(() ->
                        MachineDump.builder()
                                .system("x")
                                .addFunction(pf)
                                .addFunction(function(PORT, FunctionDump.Kind.PORT).build())
                                .build())
                .hasMessage("0000:03:00.0 is below 0000:00:01.0, which does not come before it");
        FunctionDump port = function(PORT, FunctionDump.Kind.PORT).build();
        assertThatThrownBy(() ->
                        MachineDump.builder()
                                .system("x")
                                .addFunction(port)
                                .addFunction(port)
                                .build())
                .hasMessage("two functions at 0000:00:01.0");
    }

    @ParameterizedTest
    @CsvSource({
        "01.0, , 01.0, , 12:14 two functions at 0000:00:01.0",
        "01.0, , 02.0, 1f.0, '13:12 0000:00:02.0 is below 0000:00:1f.0, which is not in the dump'",
        "02.0, 01.0, 01.0, , '6:12 0000:00:02.0 is below 0000:00:01.0, which does not come before it'",
        "01.0, 01.0, 02.0, , 6:12 0000:00:01.0 is below itself"
    })
    void contradictionsAreToldWhereTheyStand(
            String one, String aboveOne, String two, String aboveTwo, String told) {
        String text =
                """
                format: SR-IOV machine dump
                version: 1
                system: x
                functions:
                  - address: 0000:00:%s
                    above: 0000:00:%s
                    <<: port
                  - address: 0000:00:%s
                    above: 0000:00:%s
                    <<: port
                """
                        .formatted(one, aboveOne, two, aboveTwo)
                        .replace("above: 0000:00:null", "passthrough: false")
                        .replace(
                                "<<: port",
                                """
                                kind: port
                                    vendor-id: 1
                                    device-id: 1
                                    config-bytes: 0
                                    config: []\
                                """);
        DumpResult result = DumpReader.read("d", text, TextFormat.YAML);
        assertThat(result.dump()).isEmpty();
        assertThat(result.report().diagnostics())
                .extracting(problem ->
                        problem.origin().line()
                                + ":"
                                + problem.origin().column()
                                + " "
                                + problem.message())
                .containsExactly(told);
    }

    @ParameterizedTest
    @CsvSource({
        "device: ix1, device: ix0, 19:13",
        "device: ix1, 'other-names: [eth1, ix0]', 19:18",
        "device: ix1, 'other-names: [enp1s0]', 19:18"
    })
    void aNameOfTwoPfsIsToldWhereItStandsAgain(String right, String wrong, String place) {
        String pf =
                """
                    kind: pf
                    vendor-id: 1
                    device-id: 1
                    config-bytes: 0
                    config: []
                """;
        String text =
                """
                format: SR-IOV machine dump
                version: 1
                system: x
                functions:
                  - address: 0000:01:00.0
                    device: ix0
                    other-names: [enp1s0, enp1s0, ix0]
                """
                        + pf
                        + """
                          - address: 0000:02:00.0
                        """
                        + pf
                        + "    device: ix1\n";
        assertThat(DumpReader.read("d", text, TextFormat.YAML).dump()).isPresent();
        assertThat(
                        DumpReader.read("d", text.replace(right, wrong), TextFormat.YAML)
                                .report()
                                .diagnostics())
                .singleElement()
                .asString()
                .startsWith("d:" + place + ": ")
                .contains("two PFs named " + (wrong.contains("enp1s0") ? "enp1s0" : "ix0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SR-IOV machine dump   | holiday photographs | 'holiday photographs' is no dump of a machine
                    "version" : 1         | "version" : 2       | this is version 2 of the format, not 1
                    "system" : "          | "sistem" : "        | a dump has no 'system'
                    0000:03:10.0          | 0000:03:1z.0        | '0000:03:1z.0' is no PCI address
                    "kind" : "vf"         | "kind" : "vv"       | 'kind' cannot be 'vv'
                    "vf-bar"              | "bra"               | 'use' cannot be 'bra'
                    90:e2:ba:00:00:01     | 90:e2:ba:00:00      | '90:e2:ba:00:00' is no MAC address
                    0x8086                | 0x18086             | 'vendor-id' is 0x18086, which is not in 0..65535
                    "config-bytes" : 256  | "config-bytes" : 64 | 'config' has 160 bytes, which are more than 'config-bytes'
                    `90: 00 00`           | `90; 00 00`         | '90; 00 00 00 07 00 00 00 00 00 00 00 00 00 00 00 00' is no line of registers
                    `"above" : "0000:00:01.0"` | `"above" : "0000:00:02.0"` | 0000:03:00.0 is below 0000:00:02.0, which is not in the dump
                    "masked" : true       | "masked" : "yes"    | 'masked' must be true or false, not yes
                    """)
    void whatIsWrongIsToldWithItsPlace(String right, String wrong, String told) {
        String json = DumpWriter.toJson(dump());
        assertThat(json).contains(right);
        DumpResult result = DumpReader.read("d.json", json.replace(right, wrong), TextFormat.JSON);
        assertThat(result.dump()).isEmpty();
        assertThat(result.report().diagnostics())
                .anySatisfy(one -> {
                    assertThat(one.message()).isEqualTo(told);
                    assertThat(one.origin().line()).isPositive();
                });
        assertThatThrownBy(result::orElseThrow)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told);
    }
}
