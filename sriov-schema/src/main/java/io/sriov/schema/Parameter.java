package io.sriov.schema;

import java.util.Optional;
import org.immutables.value.Value;

/// One parameter of a schema.
///
/// A parameter is *required* (every configuration gives it), *defaulted* (the driver always sees a
/// value, the default where none is given) or *optional* (the driver may see none); see
/// pci_iov_schema(9). Immutable and thread-safe.
@SchemaStyle
@Value.Immutable
public abstract class Parameter {

    /// {@return the name; spelled as the driver spells it, compared ignoring the case of ASCII
    /// letters}
    public abstract String name();

    /// {@return the name of the type, whether or not this version knows it}
    public abstract String typeName();

    /// {@return whether every configuration must give this parameter}
    @Value.Default
    public boolean required() {
        return false;
    }

    /// {@return the value that holds where a configuration gives none}
    public abstract Optional<ParameterValue> defaultValue();

    /// {@return what the parameter means, for people; not part of a packed schema}
    public abstract Optional<String> description();

    /// {@return the type, or empty where a kernel publishes one that this version does not know}
    @Value.Lazy
    public Optional<ParameterType> type() {
        return ParameterType.named(typeName());
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// {@return a parameter that may be left out}
    ///
    /// @param name the name
    /// @param type the type
    public static Parameter optional(String name, ParameterType type) {
        return builder().name(name).type(type).build();
    }

    /// {@return a parameter that must be given}
    ///
    /// @param name the name
    /// @param type the type
    public static Parameter required(String name, ParameterType type) {
        return builder().name(name).type(type).required(true).build();
    }

    /// {@return a parameter that has a value even where none is given}
    ///
    /// @param name the name
    /// @param type the type
    /// @param value the default
    public static Parameter defaulted(String name, ParameterType type, ParameterValue value) {
        return builder().name(name).type(type).defaultValue(value).build();
    }

    /// {@return `NAME : TYPE (required)`, `(default = V)` or `(optional)`, as iovctl(8) -S prints
    /// it}
    @Override
    public final String toString() {
        String rest =
                required()
                        ? "required"
                        : defaultValue().map(v -> "default = " + v.text()).orElse("optional");
        return name() + " : " + typeName() + " (" + rest + ")";
    }

    /// Builds a [Parameter]: set at least name and type.
    public static final class Builder extends ImmutableParameter.Builder {
        /// Sets the type.
        ///
        /// @param type the type
        /// @return this builder
        public Builder type(ParameterType type) {
            return typeName(type.typeName());
        }
    }
}
