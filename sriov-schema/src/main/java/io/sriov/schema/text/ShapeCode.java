package io.sriov.schema.text;

import io.sriov.schema.diagnostic.DiagnosticCode;
import java.util.Locale;

/// What can be wrong with the values of a section, whatever they mean.
public enum ShapeCode implements DiagnosticCode {
    /// A value is of another kind than the one that is needed here.
    WRONG_SHAPE,
    /// A key that the section does not have.
    UNEXPECTED_KEY,
    /// A key that the section needs is not there.
    MISSING_KEY,
    /// A number is too small or too large.
    OUT_OF_RANGE,
    /// A word is none of those that can stand here.
    UNKNOWN_WORD;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
