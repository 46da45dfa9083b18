package io.sriov.schema.ucl;

import tools.jackson.core.FormatFeature;

/// What [UclGenerator] may be told about the UCL text it writes.
///
/// None of the features changes what a reader gets back, except [#NON_FINITE_NUMBERS_AS_STRINGS].
public enum UclWriteFeature implements FormatFeature {
    /// One member a line, four blanks of indentation a level. Disabled, the whole document is one
    /// line. Enabled by default.
    PRETTY(1, true),

    /// Strings that UCL reads back as the same string without quotes are written without them:
    /// `driver = ix;` instead of `driver = "ix";`. Words that would turn into a boolean, a number
    /// or `null` keep their quotes. Disabled by default.
    MINIMIZE_QUOTES(1 << 1, false),

    /// NaN and the infinities are written as the strings `"NaN"`, `"Infinity"` and `"-Infinity"`,
    /// which every reader understands and Jackson binds back to a `double`. Disabled, they are
    /// written as `nan` and `inf`, which libucl reads as numbers since 0.9, and negative infinity,
    /// for which UCL has no word, is an error. Enabled by default.
    NON_FINITE_NUMBERS_AS_STRINGS(1 << 2, true);

    private final int mask;
    private final boolean enabledByDefault;

    UclWriteFeature(int mask, boolean enabledByDefault) {
        this.mask = mask;
        this.enabledByDefault = enabledByDefault;
    }

    @Override
    public boolean enabledByDefault() {
        return enabledByDefault;
    }

    @Override
    public int getMask() {
        return mask;
    }

    @Override
    public boolean enabledIn(int flags) {
        return (flags & mask) != 0;
    }
}
