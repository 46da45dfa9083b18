package io.sriov.testkit.tck;

import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.config.ConfigResult;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.Setting;
import io.sriov.schema.text.TextFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A configuration as an operator would have written it, one setting on a line, so that a
/// diagnostic can say on which.
final class LocatedText {
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Integer> lines = new HashMap<>();
    private int line = 1;

    LocatedText(IovConfig config) {
        section("PF", config.pf().given());
        for (int i = 0; i < config.numVfs(); i++) {
            section(IovConfig.vfName(i), config.vf(i).given());
        }
    }

    private void section(String name, List<Setting> given) {
        put(name + " {");
        for (Setting setting : given) {
            lines.put(key(name, setting.parameter().name()), line);
            put("  " + setting.parameter().name() + " : " + value(setting) + ";");
        }
        put("}");
    }

    private void put(String content) {
        text.append(content).append('\n');
        line++;
    }

    private static String value(Setting setting) {
        return switch (setting.value()) {
            case ParameterValue.Bool value -> value.text();
            case ParameterValue.Uint value -> value.text();
            case ParameterValue.Vlan(var id) when !id.isTrunk() -> id.toString();
            default ->
                    setting.value()
                            .text()
                            .codePoints()
                            .mapToObj(LocatedText::quoted)
                            .collect(Collectors.joining("", "\"", "\""));
        };
    }

    private static String quoted(int c) {
        return (c >= ' ' && c < 0x7f && c != '"' && c != '\\') || c > 0xffff
                ? Character.toString(c)
                : "\\u%04x".formatted(c);
    }

    private static String key(String section, String parameter) {
        return (section + "." + parameter).toLowerCase(Locale.ROOT);
    }

    /// The line on which a section gives a parameter; 0 where it does not.
    int line(String section, String parameter) {
        return lines.getOrDefault(key(section, parameter), 0);
    }

    /// What reading the text gives.
    IovConfig read(PfSchema schema) {
        ConfigResult result =
                ConfigReader.standard()
                        .read("tck.conf", text.toString(), TextFormat.UCL)
                        .validate(schema);
        return result.config()
                .orElseThrow(() ->
                        new AssertionError(
                                "the configuration does not fit the schema: "
                                        + result.report().diagnostics()));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
