package io.sriov.dump;

import io.sriov.schema.diagnostic.DiagnosticCode;
import java.util.Locale;

/// What can be wrong with a dump, once its form is right.
public enum DumpCode implements DiagnosticCode {
    /// The file is no dump, or one of a version that is not known.
    WRONG_FORMAT,
    /// A value means nothing, or contradicts another.
    CONTRADICTION;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
