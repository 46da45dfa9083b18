package io.sriov.schema.config;

import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.Subsystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What a configuration says about one device: the PF, or one VF. Immutable and thread-safe.
public final class DeviceConfig {
    private final DeviceSchema schema;
    private final List<Setting> given;

    DeviceConfig(DeviceSchema schema, List<Setting> given) {
        this.schema = schema;
        this.given = List.copyOf(given);
    }

    /// {@return the configuration that these settings make}
    ///
    /// For programs and for what reads configurations back; texts go through the checks that
    /// collect problems.
    ///
    /// @param schema the schema of the device
    /// @param given the settings, in the order in which they are to be packed
    /// @throws IllegalArgumentException when a setting is not one of the schema's parameters with a
    ///   value of its type, when a parameter is set twice, or a required one is missing
    public static DeviceConfig of(DeviceSchema schema, List<Setting> given) {
        var seen = new boolean[schema.parameters().size()];
        for (Setting setting : given) {
            String name = setting.parameter().name();
            int slot = schema.slot(name);
            if (slot < 0
                    || !schema.parameters().get(slot).equals(setting.parameter())
                    || schema.subsystem(slot) != setting.subsystem()
                    || !ParameterName.same(setting.key(), name)) {
                throw new IllegalArgumentException("the schema has no parameter " + setting);
            }
            if (seen[slot]) {
                throw new IllegalArgumentException("'" + name + "' is set twice");
            }
            seen[slot] = true;
            if (!setting.parameter()
                    .type()
                    .map(type -> type.accepts(setting.value()))
                    .orElse(false)) {
                throw new IllegalArgumentException(
                        "'" + setting.value().text() + "' is no value for " + setting.parameter());
            }
        }
        for (int slot = 0; slot < seen.length; slot++) {
            if (!seen[slot] && schema.parameters().get(slot).required()) {
                throw new IllegalArgumentException(
                        "'" + schema.parameters().get(slot).name() + "' is required and not set");
            }
        }
        return new DeviceConfig(schema, given);
    }

    /// {@return the schema of the device}
    public DeviceSchema schema() {
        return schema;
    }

    /// {@return the parameters that the configuration gives: those of the device's own section in
    /// the order of the text, then those that only `DEFAULT` gives}
    public List<Setting> given() {
        return given;
    }

    /// {@return the parameters that a driver sees: those given, then the schema's defaults for the
    /// rest in the order of the schema; optional parameters that nobody gave are absent}
    public List<Setting> effective() {
        var settings = new ArrayList<>(given);
        List<Parameter> parameters = schema.parameters();
        for (int slot = 0; slot < parameters.size(); slot++) {
            Parameter parameter = parameters.get(slot);
            if (parameter.defaultValue().isPresent() && givenFor(parameter.name()).isEmpty()) {
                settings.add(Setting.schemaDefault(parameter, schema.subsystem(slot)));
            }
        }
        return settings;
    }

    /// {@return the effective setting of a parameter; empty where it is optional and nobody gave
    /// it, or where there is no such parameter}
    ///
    /// @param name the parameter's name, in any case
    public Optional<Setting> setting(String name) {
        return givenFor(name)
                .or(() -> {
                    int slot = schema.slot(name);
                    return slot < 0 || schema.parameters().get(slot).defaultValue().isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    Setting.schemaDefault(
                                            schema.parameters().get(slot), schema.subsystem(slot)));
                });
    }

    /// {@return the effective value of a parameter; see [#setting(String)]}
    ///
    /// @param name the parameter's name, in any case
    public Optional<ParameterValue> value(String name) {
        return setting(name).map(Setting::value);
    }

    /// {@return the effective settings of one subsystem, in the order of [#effective()]}
    ///
    /// @param subsystem whose
    public List<Setting> effective(Subsystem subsystem) {
        return effective().stream().filter(setting -> setting.subsystem() == subsystem).toList();
    }

    /// {@return whether a driver sees the same values in both, whoever gave them and in whatever
    /// order}
    ///
    /// @param other another configuration of a device of the same schema
    public boolean sameEffect(DeviceConfig other) {
        return schema.parameters().stream()
                .allMatch(p -> Objects.equals(value(p.name()), other.value(p.name())));
    }

    private Optional<Setting> givenFor(String name) {
        for (Setting setting : given) {
            if (ParameterName.same(setting.parameter().name(), name)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }
}
