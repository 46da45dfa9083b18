package io.sriov.schema.diagnostic;

import java.util.Locale;

/// How much a [Diagnostic] weighs.
public enum Severity {
    /// The input is refused.
    ERROR,
    /// The input is accepted, but probably does not mean what its author thinks.
    WARNING;

    /// {@return the word printed in front of a message: `error` or `warning`}
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
