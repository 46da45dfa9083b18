package io.sriov.schema.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.Parameter;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigCases;
import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.config.ConfigResult;
import io.sriov.schema.text.TextFormat;
import java.time.LocalDate;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// The configuration that references show is valid and gives every parameter.
class ExampleConfigProperties {

    @Property(tries = 200)
    void exampleIsValidWithItsSchema(@ForAll Random random) {
        check("ix", ConfigCases.schema(random));
    }

    @Example
    void exampleIsValidWhateverNamesAre() {
        for (String name : new String[] {"ix", "ix0", "a/b", "..", "0000:03:00.0", "é\n", ""}) {
            check(name, HostileSchema.schema());
        }
    }

    private static void check(String name, PfSchema schema) {
        String markdown = SchemaMarkdown.text(name, schema);
        String example = markdown.substring(markdown.indexOf("\n~~~\n") + 5);
        example = example.substring(0, example.lastIndexOf("\n~~~\n") + 1);

        ConfigResult result =
                ConfigReader.standard()
                        .read("example.conf", example, TextFormat.UCL)
                        .validate(schema);

        assertThat(result.report().diagnostics()).as(example).isEmpty();
        for (Parameter parameter : schema.vf().parameters()) {
            assertThat(result.config().orElseThrow().vf(0).given())
                    .as(example)
                    .anyMatch(setting -> setting.parameter().equals(parameter));
        }
        assertThat(SchemaManual.text(name, schema, LocalDate.of(2026, 1, 31)))
                .contains(".Bd -literal -offset indent\nPF {\n");
    }
}
