package io.sriov.record;

/// What is known of the configuration that was in force before an apply.
public sealed interface PreviousConfiguration {

    /// No VFs were enabled.
    record None() implements PreviousConfiguration {}

    /// VFs were enabled, and the record says with which configuration.
    record Recorded() implements PreviousConfiguration {}

    /// VFs were enabled, and nobody knows with which configuration, so it cannot be restored.
    ///
    /// @param reason why, one clause
    record Unknown(String reason) implements PreviousConfiguration {}
}
