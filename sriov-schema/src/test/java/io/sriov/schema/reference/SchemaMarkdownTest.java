package io.sriov.schema.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.PfSchema;
import io.sriov.schema.file.BuiltInSchemas;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaMarkdownTest {

    @Test
    void everyParameterIsARow() {
        assertThat(SchemaMarkdown.text("ix", BuiltInSchemas.find("ix").orElseThrow()))
                .startsWith("# SR-IOV parameters of ix\n")
                .contains(
                        "| `device` | `string` | text | required | The PF that is configured, by its"
                                + " device name. |\n",
                        "| `num_vfs` | `uint16_t` | 1 to 65535 | required | How many VFs to create. |\n",
                        "| `passthrough` | `bool` | true or false | default false | ",
                        "| `vlan` | `vlan` | 0 to 4095, or trunk | default trunk | ",
                        "| `mac-addr` | `unicast-mac` | a MAC address, not multicast | optional | ");
    }

    @Test
    void whatNobodyDescribedIsSaid() {
        PfSchema schema =
                PfSchema.ofDriver(
                        List.of(), List.of(Parameter.required("group", ParameterType.UINT64)));

        assertThat(SchemaMarkdown.text("v", schema))
                .contains(
                        "| `group` | `uint64_t` | 0 to 18446744073709551615 | required | not"
                                + " documented |\n");
    }

    /// Rows stay rows of five cells, and no name opens or ends anything.
    @Test
    void markupInNamesIsNoMarkup() {
        String text = SchemaMarkdown.text("<i>*x*_", HostileSchema.schema());

        assertThat(text).startsWith("# SR-IOV parameters of \\<i\\>\\*x\\*\\_\n");
        assertThat(text.lines().filter(line -> line.startsWith("|")))
                .hasSize(2 * 2 + 3 + 1 + HostileSchema.NAMES.size())
                .allMatch(row ->
                        row.replaceAll("\\\\.", "").chars().filter(c -> c == '|').count() == 6);
        assertThat(text)
                .contains("| `a\\|b` | ", "| ``` `x`` ``` | ", "| `\\u001b[2J` | ")
                .doesNotContain("\u001b");
    }
}
