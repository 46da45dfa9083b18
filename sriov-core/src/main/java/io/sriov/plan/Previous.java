package io.sriov.plan;

import io.sriov.schema.config.IovConfig;
import java.util.Optional;

/// What is known of the configuration that a plan replaces, which decides whether it can be
/// restored.
public sealed interface Previous {

    /// No VFs are enabled: restoring means that none are again.
    record None() implements Previous {}

    /// The configuration is recorded and can be created again.
    ///
    /// @param config the configuration
    record Known(IovConfig config) implements Previous {}

    /// VFs are enabled and nobody knows with which configuration: once destroyed they cannot be
    /// restored.
    ///
    /// @param reason why, one clause
    record Unknown(String reason) implements Previous {}

    /// {@return whether the state before the plan can be restored}
    default boolean restorable() {
        return !(this instanceof Unknown);
    }

    /// {@return the configuration, where it is known}
    default Optional<IovConfig> knownConfig() {
        return this instanceof Known(IovConfig config) ? Optional.of(config) : Optional.empty();
    }
}
