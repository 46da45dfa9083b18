package io.sriov.schema.reference;

import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.PfSchema;
import io.sriov.schema.diagnostic.PrintableText;

/// Documents a schema in Markdown (GitHub's, for its tables).
///
/// Names and descriptions are shown as they are: what would be markup in them is escaped, line ends
/// are blanks, and control characters are shown by their code points.
public final class SchemaMarkdown {

    private SchemaMarkdown() {}

    /// {@return the document: the PF's parameters, those of a VF, and a configuration that is
    /// valid; each line ended by LF}
    ///
    /// @param name whose schema it is, for the title: a driver's name or a device's
    /// @param schema the schema
    public static String text(String name, PfSchema schema) {
        var out = new StringBuilder();
        out.append("# SR-IOV parameters of ").append(escaped(name)).append("\n\n");
        out.append("## PF\n\nIn the section `PF` of a configuration:\n\n");
        table(schema.pf(), out);
        out.append(
                "\n## VF\n\nIn the section `VF-n` of a VF, or in `DEFAULT` for all of them:\n\n");
        table(schema.vf(), out);
        out.append("\n## Example\n\n~~~\n");
        out.append(ExampleConfig.text(name, schema)).append("~~~\n");
        return out.toString();
    }

    private static void table(DeviceSchema device, StringBuilder out) {
        out.append("| parameter | type | values | presence | meaning |\n|---|---|---|---|---|\n");
        for (int slot = 0; slot < device.parameters().size(); slot++) {
            Parameter parameter = device.parameters().get(slot);
            out.append("| ").append(code(parameter.name()));
            out.append(" | ").append(code(parameter.typeName()));
            out.append(" | ").append(ParameterFacts.values(device.subsystem(slot), parameter));
            out.append(" | ").append(escaped(ParameterFacts.presence(parameter)));
            out.append(" | ")
                    .append(
                            ParameterFacts.description(device.subsystem(slot), parameter)
                                    .map(SchemaMarkdown::escaped)
                                    .orElse("not documented"));
            out.append(" |\n");
        }
    }

    /// A code span; `|` has to be escaped even there, by the rules of tables.
    private static String code(String text) {
        String line = oneLine(text).replace("|", "\\|");
        if (line.indexOf('`') < 0) {
            return "`" + line + "`";
        }
        String fence = "``";
        while (line.contains(fence)) {
            fence += "`";
        }
        return fence + " " + line + " " + fence;
    }

    private static String escaped(String text) {
        String line = oneLine(text);
        var out = new StringBuilder(line.length() + 16);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if ("\\`*[]<>|&~$".indexOf(c) >= 0 || (c == '_' && !isInWord(line, i))) {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }

    private static boolean isInWord(String line, int at) {
        return at > 0
                && at + 1 < line.length()
                && Character.isLetterOrDigit(line.charAt(at - 1))
                && Character.isLetterOrDigit(line.charAt(at + 1));
    }

    private static String oneLine(String text) {
        return PrintableText.of(text.replaceAll("\\s+", " ").strip());
    }
}
