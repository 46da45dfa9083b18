package io.sriov.schema.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.file.BuiltInSchemas;
import io.sriov.schema.file.SchemaReader;
import io.sriov.schema.file.SchemaResult;
import io.sriov.schema.file.SchemaWriter;
import io.sriov.schema.text.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
