package io.sriov.testkit.arbitraries;

import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.Setting;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.io.JsonStringEncoder;

/// The text of a configuration in JSON, a line for each section and each parameter.
final class ConfigLines {
    private final List<String> lines = new ArrayList<>(List.of("{"));

    /// {@return a configuration as a text, with a section for each VF that is given something}
    static String of(IovConfig config) {
        var lines = new ConfigLines();
        lines.pf(config);
        for (int vf = 0; vf < config.numVfs(); vf++) {
            if (!config.vf(vf).given().isEmpty()) {
                lines.vf(config, vf);
            }
        }
        return lines.text();
    }

    /// Begins a section.
    ///
    /// @return its line, from 1
    int section(String name) {
        if (lines.size() > 1) {
            lines.add("},");
        }
        return line("\"" + name + "\": {");
    }

    /// Adds a parameter to the section.
    ///
    /// @return its line, from 1
    int add(String name, String value) {
        String last = lines.getLast();
        if (!last.endsWith("{")) {
            lines.set(lines.size() - 1, last + ",");
        }
        return line("  \"" + name + "\": " + value);
    }

    void add(Setting setting) {
        add(setting.parameter().name(), json(setting.value()));
    }

    private int line(String line) {
        lines.add(line);
        return lines.size();
    }

    /// Adds the PF's section, without some parameters.
    ///
    /// @return its line, from 1
    int pf(IovConfig config, String... without) {
        return device("PF", config.pf(), List.of(without));
    }

    /// Adds a VF's section, without some parameters.
    ///
    /// @return its line, from 1
    int vf(IovConfig config, int vf, String... without) {
        return device("VF-" + vf, config.vfs().get(vf), List.of(without));
    }

    private int device(String name, DeviceConfig device, List<String> without) {
        int line = section(name);
        for (Setting setting : device.given()) {
            if (!without.contains(ParameterName.fold(setting.parameter().name()))) {
                add(setting);
            }
        }
        return line;
    }

    private static String json(ParameterValue value) {
        return switch (value) {
            case ParameterValue.Bool _, ParameterValue.Uint _ -> value.text();
            case ParameterValue.Text _, ParameterValue.Mac _ -> quoted(value.text());
            case ParameterValue.Vlan vlan ->
                    vlan.id().isTrunk() ? quoted(value.text()) : value.text();
        };
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }

    String text() {
        return String.join("\n", lines) + "\n}\n}\n";
    }
}
