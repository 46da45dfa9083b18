package io.sriov.schema.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.Parameter;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The built-in schemas against the drivers' own declarations, transcribed from
/// `pci_iov_schema_add_*` calls.
class BuiltInSchemasTest {
    private static final Map<String, List<String>> DECLARED =
            Map.of(
                    "ix",
                    List.of(
                            "mac-addr : unicast-mac (optional)",
                            "mac-anti-spoof : bool (default = true)",
                            "allow-set-mac : bool (default = false)",
                            "allow-promisc : bool (default = false)",
                            "vlan : vlan (default = trunk)"),
                    "igb",
                    List.of(
                            "mac-addr : unicast-mac (optional)",
                            "mac-anti-spoof : bool (default = true)",
                            "allow-set-mac : bool (default = false)",
                            "allow-promisc : bool (default = false)",
                            "vlan : vlan (default = trunk)"),
                    "ixl",
                    List.of(
                            "mac-addr : unicast-mac (optional)",
                            "mac-anti-spoof : bool (default = true)",
                            "allow-set-mac : bool (default = false)",
                            "allow-promisc : bool (default = false)",
                            "num-queues : uint16_t (default = 4)"),
                    "ice",
                    List.of(
                            "mac-addr : unicast-mac (optional)",
                            "mac-anti-spoof : bool (default = true)",
                            "allow-set-mac : bool (default = false)",
                            "allow-promisc : bool (default = false)",
                            "num-queues : uint16_t (default = 4)",
                            "mirror-src-vsi : uint16_t (default = 65535)",
                            "max-vlan-allowed : uint16_t (default = 64)",
                            "max-mac-filters : uint16_t (default = 16)"),
                    "bnxt",
                    List.of(
                            "mac-addr : unicast-mac (optional)",
                            "mac-anti-spoof : bool (default = false)",
                            "trust : bool (default = false)"),
                    "qlnxe",
                    List.of(
                            "mac-addr : unicast-mac (optional)",
                            "allow-set-mac : bool (default = false)",
                            "allow-promisc : bool (default = false)",
                            "num-queues : uint16_t (default = 1)"),
                    "vnic",
                    List.of(
                            "mac-addr : unicast-mac (optional)",
                            "allow-set-mac : bool (default = true)"),
                    "octep",
                    List.of(
                            "mac-addr : unicast-mac (optional)",
                            "allow-set-mac : bool (default = true)"),
                    "cxgbe",
                    List.of(),
                    "mlx5",
                    List.of(
                            "mac-addr : unicast-mac (optional)",
                            "node-guid : uint64_t (optional)",
                            "port-guid : uint64_t (optional)"));

    static List<String> drivers() {
        return BuiltInSchemas.drivers();
    }

    @Test
    void everyDriverThatIsListedIsDeclared() {
        assertThat(BuiltInSchemas.drivers())
                .containsExactlyElementsOf(new TreeSet<>(DECLARED.keySet()));
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void hasTheDriversParametersInItsOrder(String driver) {
        PfSchema schema = BuiltInSchemas.find(driver).orElseThrow();
        assertThat(schema.vf().parameters(Subsystem.DRIVER).stream().map(Parameter::toString))
                .containsExactlyElementsOf(DECLARED.get(driver));
        assertThat(schema.pf().parameters(Subsystem.DRIVER)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void everyParameterIsDescribed(String driver) {
        assertThat(
                        BuiltInSchemas.find(driver)
                                .orElseThrow()
                                .vf()
                                .parameters(Subsystem.DRIVER)
                                .stream()
                                .filter(parameter -> parameter.description().isEmpty())
                                .map(Parameter::name)
                                .collect(Collectors.toList()))
                .isEmpty();
    }

    @Test
    void anUnknownDriverHasNone() {
        assertThat(BuiltInSchemas.find("../ix")).isEmpty();
        assertThat(BuiltInSchemas.find("em")).isEmpty();
    }
}
