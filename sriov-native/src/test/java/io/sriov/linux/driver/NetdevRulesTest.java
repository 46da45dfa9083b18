package io.sriov.linux.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.driver.PfDriver;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Severity;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong with configurations that their schema allows.
@EnabledOnOs(OS.LINUX)
class NetdevRulesTest {
    private static final String HEAD = "PF {\n    device : ens1f0;\n    num_vfs : 2;\n}\n";

    @TempDir Path directory;
    private PfModel pf;

    @BeforeEach
    void aPf() {
        pf = new PfModel(directory, 2);
    }

    private List<Diagnostic> check(String driver, String text) {
        PfDriver attached = pf.attach(driver);
        return attached.check(NetdevConfigs.read(directory, text, attached.schema())).stream()
                .filter(Diagnostic::isError)
                .toList();
    }

    /// The circumflex marks the place that the problem is to be told at.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "igb | qos : ^3 | driver-rule | qos needs vlan",
                "igb | vlan : 5; qos : ^8 | driver-rule | qos 8 is no priority",
                "igb | vlan : trunk; qos : ^1 | driver-rule | needs a VLAN, and vlan is trunk",
                "ice | vlan-proto : ^'802.1Q' | driver-rule | vlan-proto needs vlan",
                "ice | vlan : 5; vlan-proto : ^'802.1x' | driver-rule | '802.1x' is no kind of VLAN",
                "ice | vlan : 0; vlan-proto : ^'802.1ad' | driver-rule | needs a VLAN, and vlan is 0",
                "ice | link-state : ^up | driver-rule | 'up' is no state of a link",
                "ice | allow-set-mac : true; allow-promisc : ^false | driver-rule | one switch",
                "ice | min-tx-rate : ^6; max-tx-rate : 5 | driver-rule | is more than max-tx-rate 5",
                "ice | min-tx-rate : ^2147483648; max-tx-rate : 0 | driver-rule | more than the kernel",
                "ice | min-tx-rate : 0; max-tx-rate : ^2147483648 | driver-rule | more than the kernel",
                "igb | vlan : 5; vlan-proto : ^'802.1ad' | not-supported | 802.1Q only",
                "mlx5_core | vlan : 5; vlan-proto : ^'802.1AD' | not-supported | 802.1Q only",
                "ixgbe | link-state : ^enable | not-supported | overlooks enable",
                "ixgbe | max-tx-rate : ^10 | device-limit | does not limit rates to 10 Mbit/s",
                "ixgbe | max-tx-rate : ^10001 | device-limit | does not limit rates to 10001",
                "igb | max-tx-rate : ^1001 | device-limit | does not limit rates to 1001",
                "be2net | max-tx-rate : ^99 | device-limit | does not limit rates to 99",
                "nfp | max-tx-rate : ^65535 | device-limit | does not limit rates to 65535",
                "qede | mac-addr : ^'0:0:0:0:0:0' | not-supported | the address of zeros",
                "bnxt_en | vlan : 0; qos : ^3 | not-supported | no priority with VLAN 0",
                "fm10k | vlan : ^4095 | not-supported | has no VLAN 4095",
                "qlcnic | vlan : ^trunk | not-supported | no VLAN at all"
            })
    void aProblemIsToldAtItsPlace(String driver, String marked, String code, String message) {
        String section = "VF-1 { " + marked.replace('\'', '"');
        String text = HEAD + section.replace("^", "") + "; }\n";
        assertThat(check(driver, text))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.severity()).isEqualTo(Severity.ERROR);
                    assertThat(problem.code().code()).isEqualTo(code);
                    assertThat(problem.message()).contains(message);
                    assertThat(problem.hint()).isPresent();
                    assertThat(problem.origin().source()).endsWith("nic.conf");
                    assertThat(problem.origin().line()).isEqualTo(5);
                    assertThat(problem.origin().column()).isEqualTo(section.indexOf('^') + 1);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "igb | vlan : 5; qos : 7; vlan-proto : '802.1Q'",
                "igb | vlan : trunk; qos : 0",
                "igb | vlan : 0; qos : 3",
                "igb | max-tx-rate : 0",
                "igb | mac-addr : '0:0:0:0:0:0'",
                "ice | min-tx-rate : 6; max-tx-rate : 0",
                "ice | min-tx-rate : 6; max-tx-rate : 6",
                "ice | vlan : 5; vlan-proto : '802.1ad'",
                "ice | vlan : trunk; vlan-proto : '802.1Q'",
                "ixgbe | link-state : disable; max-tx-rate : 11",
                "ice | allow-set-mac : true; allow-promisc : true",
                "unknown | vlan : 4095"
            })
    void whatGoesTogetherIsNoProblem(String driver, String body) {
        assertThat(check(driver, HEAD + "VF-1 { " + body.replace('\'', '"') + "; }\n")).isEmpty();
    }

    @Test
    void twoVfsWithOneAddressAreTold() {
        String text =
                HEAD
                        + "VF-0 { mac-addr : \"02:00:00:00:00:11\"; }\n"
                        + "VF-1 { mac-addr : \"2:0:0:0:0:11\"; }\n";
        assertThat(check("igb", text))
                .singleElement()
                .asString()
                .endsWith(
                        "nic.conf:6:19: error: VF-0 and VF-1 have the same mac-addr"
                                + " 02:00:00:00:00:11 [driver-rule]");
        assertThat(check("igb", text.replace("2:0:0:0:0:11", "2:0:0:0:0:12"))).isEmpty();
    }

    @Test
    void anAddressInDefaultIsToldOnce() {
        String text =
                HEAD.replace("num_vfs : 2", "num_vfs : 5")
                        + "DEFAULT { mac-addr : \"02:00:00:00:00:11\"; qos : 2; }\n"
                        + "VF-2 { mac-addr : \"02:00:00:00:00:12\"; }\n";
        assertThat(check("igb", text))
                .extracting(problem -> problem.origin().column() + " " + problem.message())
                .containsExactlyInAnyOrder(
                        "49 qos needs vlan: the kernel sets both at once",
                        "22 VF-0 and VF-1 have the same mac-addr 02:00:00:00:00:11");
        assertThat(check("igb", text.replace("02:00:00:00:00:11", "0:0:0:0:0:0"))).hasSize(1);
    }

    @Test
    void guidsAreUnique() {
        pf.infiniBand = true;
        String text =
                HEAD
                        + "VF-0 { node-guid : 0x11; port-guid : 0x11; }\n"
                        + "VF-1 { node-guid : 0x12; port-guid : 0x11; }\n";
        assertThat(check("mlx5_core", text))
                .singleElement()
                .asString()
                .contains(":6:38: error: VF-0 and VF-1 have the same port-guid 0x0000000000000011");
    }

    @Test
    void aDriverThatTrustsOneVfIsNotAskedForTwo() {
        String one = HEAD + "VF-0 { allow-promisc : true; }\nVF-1 { allow-set-mac : ";
        assertThat(check("LiquidIO", one + "true; }\n"))
                .singleElement()
                .asString()
                .contains(":6:24: error: 2 VFs are to be trusted, and LiquidIO trusts one")
                .endsWith("[device-limit]");
        assertThat(check("LiquidIO", one + "false; }\n")).isEmpty();
        assertThat(check("igb", one + "true; }\n")).isEmpty();
    }

    @Test
    void oneRateAloneIsToldWhereTheOtherCannotBeRead() {
        String few = "PF { device : ens1f0; num_vfs : 334; }\nDEFAULT { max-tx-rate : 5; }\n";
        String many = few.replace("334", "335");
        assertThat(check("ice", few)).isEmpty();
        assertThat(check("ice", many))
                .singleElement()
                .asString()
                .contains(":2:25: error: max-tx-rate alone cannot be set with more than 334 VFs");
        assertThat(check("ice", many.replace("}\nDEFAULT {", "}\nDEFAULT { min-tx-rate : 0;")))
                .isEmpty();
        assertThat(check("igb", many)).isEmpty();
    }

    @Test
    void aProgramsConfigurationIsToldByName() {
        PfDriver driver = pf.attach("igb");
        IovConfig text =
                NetdevConfigs.read(
                        directory, HEAD + "VF-1 { vlan : 5; qos : 8; }\n", driver.schema());
        IovConfig program =
                IovConfig.builder(driver.schema(), "ens1f0")
                        .numVfs(2)
                        .vf(1, "vlan", text.vf(1).value("vlan").orElseThrow())
                        .vf(1, "qos", text.vf(1).value("qos").orElseThrow())
                        .build();
        assertThat(driver.check(program))
                .filteredOn(Diagnostic::isError)
                .singleElement()
                .asString()
                .startsWith("VF-1.qos: error: qos 8 is no priority");
    }

    @Test
    void whatADriverDoesNotTakeIsNotInItsSchema() {
        PfDriver driver = pf.attach("igb");
        String text = HEAD + "VF-1 { min-tx-rate : 5; }\n";
        assertThat(NetdevConfigs.validate(directory, text, driver.schema()).report().diagnostics())
                .singleElement()
                .asString()
                .contains("nic.conf:5:8: error:", "min-tx-rate");
    }
}
