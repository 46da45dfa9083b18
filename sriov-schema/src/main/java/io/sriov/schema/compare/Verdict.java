package io.sriov.schema.compare;

import java.util.Locale;

/// Whether a change may come within a stable branch.
public enum Verdict {
    /// There is a configuration, valid before, that is refused now or whose driver sees other
    /// values of the parameters that there were.
    BREAKING,
    /// Every configuration that was valid before is valid still, and the driver sees the same
    /// values of the parameters that there were.
    COMPATIBLE;

    /// {@return the verdict as texts and programs have it: `breaking`, `compatible`}
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
