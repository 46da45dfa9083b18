package io.sriov.schema.config;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.Subsystem;
import io.sriov.schema.diagnostic.Origin;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One parameter of one device with its value, and where the value came from. Immutable and
/// thread-safe.
///
/// @param parameter the parameter, as the schema has it
/// @param subsystem whose parameter it is
/// @param key the parameter's name as the configuration spells it, which packing keeps; the
///   schema's spelling where the configuration does not name it
/// @param value the value; of the parameter's type
/// @param source which of the three places that may give a value gave it
/// @param at where in that place; null for a default of the schema
public record Setting(
        Parameter parameter,
        Subsystem subsystem,
        String key,
        ParameterValue value,
        Source source,
        @Nullable Origin at) {

    /// The places that give values, the strongest first.
    public enum Source {
        /// The device's own section: `PF` or `VF-n`.
        SECTION,
        /// The `DEFAULT` section.
        DEFAULT_SECTION,
        /// The default that the schema declares.
        SCHEMA_DEFAULT
    }

    /// {@return the default of a parameter as a setting}
    ///
    /// @param parameter a parameter that has a default
    /// @param subsystem whose parameter it is
    static Setting schemaDefault(Parameter parameter, Subsystem subsystem) {
        return new Setting(
                parameter,
                subsystem,
                parameter.name(),
                parameter.defaultValue().orElseThrow(),
                Source.SCHEMA_DEFAULT,
                null);
    }

    /// {@return the same setting with another value}
    ///
    /// @param other the value; of the parameter's type
    Setting with(ParameterValue other) {
        return new Setting(parameter, subsystem, key, other, source, at);
    }

    /// {@return where in a text the value was written; empty for a default of the schema}
    public Optional<Origin> origin() {
        return Optional.ofNullable(at);
    }
}
