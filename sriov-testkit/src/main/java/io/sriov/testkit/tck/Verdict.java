package io.sriov.testkit.tck;

import java.util.Locale;

/// What came of a clause.
public enum Verdict {
    /// It holds, as far as it was tried.
    PASSED,
    /// It does not hold.
    FAILED,
    /// It may hold or not: the bench gave nothing to judge by.
    UNPROVEN,
    /// It does not hold, and the bench says that it is not applicable.
    WAIVED,
    /// It says nothing about this plug-in.
    NOT_APPLICABLE,
    /// The run left it out.
    NOT_TRIED;

    /// {@return the verdict for people: `not applicable`}
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
