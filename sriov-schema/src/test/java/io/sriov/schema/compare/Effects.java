package io.sriov.schema.compare;

import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.Setting;
import io.sriov.schema.text.TextFormat;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a driver gets to see of a configuration: which pairs stand in the packed lists of its
/// devices, by the table of types in pci_iov_schema(9).
final class Effects {
    private Effects() {}

    /// {@return what a text means with a schema, or empty where it is refused}
    ///
    /// @param text a configuration in UCL
    /// @param schema the schema that it is checked against
    /// @param looked whose parameters are looked at
    static Optional<Map<String, String>> of(String text, PfSchema schema, PfSchema looked) {
        return ConfigReader.standard()
                .read("drawn.conf", text, TextFormat.UCL)
                .validate(schema)
                .config()
                .map(config -> of(config, looked));
    }

    private static Map<String, String> of(IovConfig config, PfSchema looked) {
        var effects = new TreeMap<String, String>();
        add("PF", config.pf(), looked.pf(), effects);
        for (int i = 0; i < config.numVfs(); i++) {
            add(IovConfig.vfName(i), config.vf(i), looked.vf(), effects);
        }
        return effects;
    }

    private static void add(
            String device, DeviceConfig config, DeviceSchema looked, Map<String, String> effects) {
        for (Parameter parameter : looked.parameters()) {
            config.setting(parameter.name())
                    .ifPresent(setting ->
                            effects.put(
                                    device + "." + ParameterName.fold(parameter.name()),
                                    pair(setting)));
        }
    }

    private static String pair(Setting setting) {
        return setting.subsystem() + " " + packed(setting.value());
    }

    private static String packed(ParameterValue value) {
        return switch (value) {
            case ParameterValue.Bool(boolean truth) -> "BOOL " + truth;
            case ParameterValue.Text(String text) -> "STRING " + text;
            case ParameterValue.Mac(var address) ->
                    "BINARY " + HexFormat.of().formatHex(address.octets());
            case ParameterValue.Uint(long bits) -> "NUMBER " + Long.toUnsignedString(bits);
            case ParameterValue.Vlan(var id) -> "NUMBER " + id.number();
        };
    }
}
