package io.sriov.linux.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.driver.PfIdentity;
import io.sriov.schema.Parameter;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table by its outside. What a driver has is written here in the kernel's words, from the
/// `net_device_ops` of its sources (Linux 6.12): the names behind `ndo_set_vf_`; `vlan+qos` where a
/// priority is heeded, `max` and `rate` where a minimum is refused and where it is not.
class NetdevSchemaTest {
    private static PfSchema schema(PfIdentity pf) {
        return NetdevDriverProvider.system().attach(pf).schema();
    }

    private static Set<String> names(PfSchema schema) {
        return schema.vf().parameters(Subsystem.DRIVER).stream()
                .map(Parameter::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> meaning(String operation) {
        return switch (operation) {
            case "mac" -> List.of("mac-addr", "stable-mac");
            case "vlan" -> List.of("vlan", "vlan-proto");
            case "vlan+qos" -> List.of("vlan", "vlan-proto", "qos");
            case "spoofchk" -> List.of("mac-anti-spoof");
            case "trust" -> List.of("allow-set-mac", "allow-promisc");
            case "max" -> List.of("max-tx-rate");
            case "rate" -> List.of("max-tx-rate", "min-tx-rate");
            case "link_state" -> List.of("link-state");
            case "rss_query_en" -> List.of("rss-query");
            default -> throw new AssertionError(operation);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "igb, 0x10c9, mac vlan+qos max spoofchk trust",
        "igb, 0x1521, mac vlan+qos spoofchk trust",
        "ixgbe, 0x10fb, mac vlan+qos max spoofchk link_state rss_query_en trust",
        "ixgbe, 0x1563, mac vlan+qos max spoofchk link_state trust",
        "i40e, 0x1572, mac vlan+qos max link_state spoofchk trust",
        "ice, 0x1592, mac vlan+qos rate link_state spoofchk trust",
        "fm10k, 0x15a4, mac vlan max",
        "mlx4_core, 0x1003, mac vlan+qos max spoofchk link_state",
        "mlx5_core, 0x1017, mac vlan+qos rate spoofchk trust link_state",
        "bnxt_en, 0x16d8, mac vlan+qos rate link_state spoofchk trust",
        "bnx2x, 0x168e, mac vlan spoofchk link_state",
        "qede, 0x1656, mac vlan rate spoofchk trust link_state",
        "qlcnic, 0x8030, mac vlan+qos rate spoofchk",
        "be2net, 0x0720, mac vlan+qos max link_state spoofchk",
        "enic, 0x0043, mac",
        "LiquidIO, 0x9702, mac vlan+qos spoofchk trust link_state",
        "cxgb4, 0x5401, mac vlan max link_state",
        "nfp, 0x4000, mac vlan+qos rate spoofchk trust link_state",
        "rvu_nicpf, 0xa063, mac vlan trust",
        "sfc, 0x0903, mac vlan spoofchk link_state",
        "hns3, 0xa222, mac vlan+qos max spoofchk trust link_state",
        "hinic, 0x1822, mac vlan+qos rate spoofchk trust link_state",
        "ionic, 0x1002, mac vlan max spoofchk trust link_state",
        "funeth, 0x0101, mac vlan+qos max",
        "fsl_enetc, 0xe100, mac vlan+qos spoofchk",
        "unheard_of, 0x0001, mac vlan+qos rate spoofchk trust link_state rss_query_en"
    })
    void aSchemaHasWhatTheDriverTakes(String driver, int device, String operations) {
        Set<String> expected =
                Arrays.stream(operations.split(" "))
                        .flatMap(operation -> meaning(operation).stream())
                        .collect(Collectors.toCollection(TreeSet::new));
        PfSchema schema = schema(PfModel.identity(driver, 0x020000, device));
        assertThat(names(schema)).isEqualTo(expected);
        assertThat(schema.pf().parameters(Subsystem.DRIVER))
                .extracting(Parameter::toString)
                .containsExactly("bring-up : bool (optional)");
    }

    @Test
    void infiniBandHasGuids() {
        assertThat(names(schema(PfModel.identity("mlx5_core", 0x020700))))
                .containsExactly("link-state", "node-guid", "port-guid");
    }

    @Test
    void parametersAreOptionalAndDescribed() {
        PfSchema schema = schema(PfModel.identity("unheard_of", 0x020000));
        assertThat(schema.vf().parameters(Subsystem.DRIVER))
                .allSatisfy(parameter -> {
                    assertThat(parameter.required()).isFalse();
                    assertThat(parameter.defaultValue()).isEmpty();
                    assertThat(parameter.description()).isPresent();
                })
                .extracting(Parameter::toString)
                .usingElementComparator(Comparator.naturalOrder())
                .contains(
                        "mac-addr : unicast-mac (optional)",
                        "vlan : vlan (optional)",
                        "qos : uint8_t (optional)",
                        "vlan-proto : string (optional)",
                        "max-tx-rate : uint32_t (optional)");
    }
}
