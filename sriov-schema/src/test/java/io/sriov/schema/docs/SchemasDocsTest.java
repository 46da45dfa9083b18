package io.sriov.schema.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.compare.SchemaChange;
import io.sriov.schema.compare.SchemaComparison;
import io.sriov.schema.file.BuiltInSchemas;
import io.sriov.schema.file.SchemaReader;
import io.sriov.schema.file.SchemaResult;
import io.sriov.schema.file.SchemaWriter;
import io.sriov.schema.reference.ConfigJsonSchema;
import io.sriov.schema.reference.SchemaManual;
import io.sriov.schema.reference.SchemaMarkdown;
import io.sriov.schema.text.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs what `docs/schemas.md` shows.
class SchemasDocsTest {
    private static final Path DOCUMENT = Path.of("../docs/schemas.md");

    @Test
    void aDeclaredSchemaIsTheOneInTheFile(@TempDir Path directory) throws IOException {
        // snippet: declare-a-schema
        PfSchema schema =
                PfSchema.ofDriver(
                        List.of(),
                        List.of(
                                Parameter.optional("mac-addr", ParameterType.UNICAST_MAC),
                                Parameter.defaulted(
                                        "mac-anti-spoof",
                                        ParameterType.BOOL,
                                        ParameterValue.Bool.TRUE),
                                Parameter.required("queue-group", ParameterType.UINT8)));
        // end
        var block =
                Pattern.compile("(?ms)^```json\n(.*?)^```$").matcher(Files.readString(DOCUMENT));
        assertThat(block.find()).isTrue();
        Path file = Files.writeString(directory.resolve("vendor.json"), block.group(1));
        // snippet: read-and-write-a-schema
        SchemaResult result = SchemaReader.read(file);
        result.report().diagnostics().forEach(System.err::println);
        String json = SchemaWriter.toJson(result.schema().orElseThrow());
        // end
        assertThat(result.schema().orElseThrow().vf().parameters().toString())
                .isEqualTo(schema.vf().parameters().toString());
        assertThat(SchemaReader.read("again", json, TextFormat.JSON).schema())
                .isEqualTo(result.schema());
    }

    @Test
    void schemasAreCompared() {
        PfSchema released = BuiltInSchemas.find("ix").orElseThrow();
        PfSchema current = BuiltInSchemas.find("ixl").orElseThrow();
        // snippet: compare-schemas
        SchemaComparison comparison = SchemaComparison.of(released, current);
        for (SchemaChange change : comparison.breaking()) {
            System.err.println(change.place() + " breaks configurations: " + change.reason());
        }
        // end
        assertThat(comparison.breaking())
                .extracting(SchemaChange::place)
                .containsExactly("VF.DRIVER.vlan");
    }

    @Test
    void schemaIsDocumented() {
        PfSchema schema = BuiltInSchemas.find("ix").orElseThrow();
        // snippet: document-a-schema
        String markdown = SchemaMarkdown.text("vendor", schema);
        String manual = SchemaManual.text("vendor", schema, LocalDate.of(2026, 1, 31));
        String jsonSchema = ConfigJsonSchema.text("vendor", schema);
        // end
        assertThat(markdown).startsWith("# SR-IOV parameters of vendor\n");
        assertThat(manual).startsWith(".Dd January 31, 2026\n.Dt VENDOR-IOV 5\n");
        assertThat(jsonSchema).contains("\"title\" : \"SR-IOV configuration of vendor\"");
    }

    @Test
    void builtInSchemasAreListed() {
        // snippet: built-in
        for (String driver : BuiltInSchemas.drivers()) {
            int parameters = BuiltInSchemas.find(driver).orElseThrow().vf().parameters().size();
            System.out.println(driver + ": " + parameters + " VF parameters");
        }
        // end
        assertThat(BuiltInSchemas.drivers()).isNotEmpty();
    }
}
