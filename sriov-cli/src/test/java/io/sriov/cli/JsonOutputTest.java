package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON for programs, read back by a JSON parser.
class JsonOutputTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private Path directory;

    @Test
    void effectiveConfigurationHasTheDefaultsOfTheSchema() {
        Run run = dryRun(Run.inTree("examples/ix0.conf"), "ix");

        assertThat(run.err()).isEmpty();
        assertThat(JSON.readTree(run.out()))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"PF":{"IOV":{"device":"ix0","num_vfs":4},"DRIVER":{}},
                                 "VF-0":{"IOV":{"passthrough":false},
                                  "DRIVER":{"mac-addr":"02:56:48:7e:d9:f0","vlan":100,
                                   "mac-anti-spoof":true,"allow-set-mac":false,"allow-promisc":false}},
                                 "VF-1":{"IOV":{"passthrough":false},
                                  "DRIVER":{"mac-addr":"02:56:48:7e:d9:f1","vlan":200,
                                   "mac-anti-spoof":true,"allow-set-mac":false,"allow-promisc":false}},
                                 "VF-2":{"IOV":{"passthrough":true},
                                  "DRIVER":{"mac-addr":"02:56:48:7e:d9:f2","vlan":"trunk",
                                   "mac-anti-spoof":true,"allow-set-mac":true,"allow-promisc":false}},
                                 "VF-3":{"IOV":{"passthrough":false},
                                  "DRIVER":{"vlan":"trunk",
                                   "mac-anti-spoof":true,"allow-set-mac":false,"allow-promisc":false}}}
                                """));
        assertThat(run.out()).endsWith("}}}\n").hasLineCount(1);
    }

    @Test
    void sameConfigurationInYamlIsTheSame() {
        assertThat(dryRun(Run.inTree("examples/yaml/ix0.yaml"), "ix").out())
                .isEqualTo(dryRun(Run.inTree("examples/ix0.conf"), "ix").out())
                .isNotEmpty();
    }

    @Test
    void numbersAreUnsigned() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("mlx.conf"),
                        "PF { device: mce0; num_vfs: 1 }\n"
                                + "VF-0 { node-guid: 18446744073709551615, port-guid: 4k; }");

        JsonNode driver = JSON.readTree(dryRun(file.toString(), "mlx5").out()).at("/VF-0/DRIVER");

        assertThat(driver.get("node-guid").bigIntegerValue()).isEqualTo("18446744073709551615");
        assertThat(driver.get("port-guid").longValue()).isEqualTo(4000);
    }

    @Test
    void schemaHasTheShapeOfASchemaFile() throws IOException {
        Run run = Run.iovctl("-S", "--schema", "ix", "--format", "json");
        JsonNode vf = JSON.readTree(run.out()).at("/vf/driver");

        assertThat(vf.propertyNames())
                .containsExactly(
                        "mac-addr", "mac-anti-spoof", "allow-set-mac", "allow-promisc", "vlan");
        assertThat(vf.at("/vlan/default").stringValue()).isEqualTo("trunk");

        Path file = Files.writeString(directory.resolve("again.json"), run.out());
        assertThat(Run.iovctl("-S", "--schema", file.toString()).out())
                .isEqualTo(Run.iovctl("-S", "--schema", "ix").out());
    }

    @Test
    void problemsAreDocumentsOnStandardError() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("a.conf"),
                        "PF { device: ix0; num_vfs: 1 }\nVF-0 { mac-adr: x }\n");

        Run run = dryRun(file.toString(), "ix");

        JsonNode problem = JSON.readTree(run.err()).at("/diagnostics/0");
        assertThat(problem.get("severity").stringValue()).isEqualTo("error");
        assertThat(problem.get("code").stringValue()).isEqualTo("unknown-parameter");
        assertThat(problem.get("file").stringValue()).isEqualTo(file.toString());
        assertThat(problem.get("line").intValue()).isEqualTo(2);
        assertThat(problem.get("column").intValue()).isEqualTo(8);
        assertThat(problem.get("hint").stringValue()).contains("mac-addr");
        assertThat(run.stdout()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
    }

    private static Run dryRun(String file, String schema) {
        return Run.iovctl("-C", "-n", "-f", file, "--schema", schema, "--format", "json");
    }
}
