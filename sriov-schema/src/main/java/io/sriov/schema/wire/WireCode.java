package io.sriov.schema.wire;

import io.sriov.schema.diagnostic.DiagnosticCode;
import java.util.Locale;

/// What can be wrong with an nvlist that should hold a schema or a configuration, apart from the
/// content: see [io.sriov.schema.SchemaCode] and [io.sriov.schema.config.ConfigCode] for that.
public enum WireCode implements DiagnosticCode {
    /// The bytes are not a packed nvlist.
    NOT_AN_NVLIST,
    /// A list that must be there is not.
    MISSING_LIST,
    /// There is a value where a list must be.
    NOT_A_LIST,
    /// There is something that has no meaning in its place.
    UNEXPECTED_ENTRY;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
