package io.sriov.schema.compare;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterType;
import io.sriov.schema.PfSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Configurations that show what a parameter takes: one for each value at which some type changes
/// its mind, and one that leaves the parameter out.
final class Witnesses {
    /// The limits of every type, from both sides, in UCL.
    static final List<String> VALUES =
            List.of(
                    "true",
                    "false",
                    "\"\"",
                    "\"some text\"",
                    "trunk",
                    "\"TRUNK\"",
                    "\"02:00:00:00:00:01\"",
                    "\"2:0:0:0:0:1\"",
                    "0",
                    "255",
                    "256",
                    "4095",
                    "4096",
                    "65535",
                    "65536",
                    "4294967295",
                    "4294967296",
                    "18446744073709551615");

    private Witnesses() {}

    /// {@return a configuration that gives one parameter a value, and besides only what it must}
    ///
    /// @param value the value in UCL; empty to leave the parameter out
    static String config(
            PfSchema schema, DeviceKind device, String parameter, Optional<String> value) {
        var text = new StringBuilder("PF {\n");
        section(schema, DeviceKind.PF, device == DeviceKind.PF ? parameter : "", value, text);
        text.append("}\nDEFAULT {\n");
        section(schema, DeviceKind.VF, device == DeviceKind.VF ? parameter : "", value, text);
        return text.append("}\n").toString();
    }

    private static void section(
            PfSchema schema,
            DeviceKind device,
            String parameter,
            Optional<String> value,
            StringBuilder text) {
        for (Parameter required : schema.device(device).parameters()) {
            if (ParameterName.same(required.name(), parameter)) {
                value.ifPresent(v -> line(parameter, v, text));
            } else if (required.required()) {
                line(required.name(), some(required), text);
            }
        }
    }

    private static void line(String name, String value, StringBuilder text) {
        text.append('"').append(name).append("\" : ").append(value).append(";\n");
    }

    private static String some(Parameter parameter) {
        return switch (parameter.name()) {
            case "num_vfs" -> "2";
            case "device" -> "ix0";
            default -> some(parameter.type().orElseThrow());
        };
    }

    private static String some(ParameterType type) {
        return switch (type) {
            case BOOL -> "true";
            case STRING -> "\"some text\"";
            case UNICAST_MAC -> "\"02:00:00:00:00:01\"";
            case VLAN, UINT8, UINT16, UINT32, UINT64 -> "7";
        };
    }

    /// {@return the configurations, valid before, that show that a parameter takes other values now
    /// or means something else}
    static List<String> ofValues(
            PfSchema before, PfSchema after, DeviceKind device, String parameter) {
        return VALUES.stream()
                .map(value -> config(before, device, parameter, Optional.of(value)))
                .filter(text -> breaks(text, before, after))
                .toList();
    }

    /// {@return the configuration, valid before, that shows that the parameter cannot be left out
    /// any more, or not with the same effect}
    static List<String> ofAbsence(
            PfSchema before, PfSchema after, DeviceKind device, String parameter) {
        return Stream.of(config(before, device, parameter, Optional.empty()))
                .filter(text -> breaks(text, before, after))
                .toList();
    }

    /// {@return whether a text is valid before, and refused after or of another effect}
    static boolean breaks(String text, PfSchema before, PfSchema after) {
        Optional<Map<String, String>> was = Effects.of(text, before, before);
        return was.isPresent() && !was.equals(Effects.of(text, after, before));
    }
}
