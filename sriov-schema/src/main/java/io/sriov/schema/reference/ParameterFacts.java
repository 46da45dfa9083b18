package io.sriov.schema.reference;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterType;
import io.sriov.schema.Subsystem;
import io.sriov.schema.VlanId;
import java.util.Optional;

/// What every form of reference says about a parameter.
final class ParameterFacts {
    private ParameterFacts() {}

    /// {@return the values that a parameter takes, in words}
    static String values(Subsystem subsystem, Parameter parameter) {
        return parameter
                .type()
                .map(type ->
                        isNumVfs(subsystem, parameter)
                                ? "1 to " + Long.toUnsignedString(type.max())
                                : values(type))
                .orElse("a type of another version");
    }

    /// The type of `num_vfs` takes 0, and a configuration does not.
    private static boolean isNumVfs(Subsystem subsystem, Parameter parameter) {
        return subsystem == Subsystem.IOV
                && parameter.type().filter(ParameterFacts::isInteger).isPresent()
                && ParameterName.same(parameter.name(), "num_vfs");
    }

    private static boolean isInteger(ParameterType type) {
        return switch (type) {
            case UINT8, UINT16, UINT32, UINT64 -> true;
            case BOOL, STRING, UNICAST_MAC, VLAN -> false;
        };
    }

    private static String values(ParameterType type) {
        return switch (type) {
            case BOOL -> "true or false";
            case STRING -> "text";
            case UNICAST_MAC -> "a MAC address, not multicast";
            case VLAN -> "0 to " + VlanId.MAX_TAG + ", or trunk";
            case UINT8, UINT16, UINT32, UINT64 -> "0 to " + Long.toUnsignedString(type.max());
        };
    }

    /// {@return whether it must be given, and what holds where it is not}
    static String presence(Parameter parameter) {
        return parameter.required()
                ? "required"
                : parameter
                        .defaultValue()
                        .map(value -> "default " + shown(value.text()))
                        .orElse("optional");
    }

    private static String shown(String text) {
        return text.isEmpty() ? "\"\"" : text;
    }

    /// {@return what the parameter means: its own description, for the infrastructure's parameters
    /// the SDK's}
    static Optional<String> description(Subsystem subsystem, Parameter parameter) {
        return parameter
                .description()
                .or(() ->
                        subsystem == Subsystem.IOV
                                ? infrastructure(parameter.name())
                                : Optional.empty());
    }

    /// Source: iovctl.conf(5).
    private static Optional<String> infrastructure(String name) {
        return Optional.ofNullable(
                switch (ParameterName.fold(name)) {
                    case "device" -> "The PF that is configured, by its device name.";
                    case "num_vfs" -> "How many VFs to create.";
                    case "passthrough" ->
                            "Keep the VF for a guest: the host's VF driver leaves it alone.";
                    default -> null;
                });
    }
}
