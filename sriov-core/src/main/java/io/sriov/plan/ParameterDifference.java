package io.sriov.plan;

import io.sriov.schema.ParameterValue;
import java.util.Optional;

/// A parameter whose effective value a plan changes.
///
/// @param name the parameter's name, as the schema spells it
/// @param before the value before; empty where the driver saw none, or nobody knows
/// @param after the value afterwards; empty where the driver will see none
public record ParameterDifference(
        String name, Optional<ParameterValue> before, Optional<ParameterValue> after) {

    /// {@return `mac-anti-spoof: true -> false`, with `(unset)` for a missing value; just
    /// `NAME=VALUE` for a new one}
    @Override
    public String toString() {
        return before.isEmpty() && after.isPresent()
                ? name + "=" + after.get().text()
                : name + ": " + text(before) + " -> " + text(after);
    }

    private static String text(Optional<ParameterValue> value) {
        return value.map(ParameterValue::text).orElse("(unset)");
    }
}
