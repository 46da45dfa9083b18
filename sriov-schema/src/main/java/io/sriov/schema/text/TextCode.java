package io.sriov.schema.text;

import io.sriov.schema.diagnostic.DiagnosticCode;
import java.util.Locale;

/// What can be wrong with a text before anybody asks what it means.
public enum TextCode implements DiagnosticCode {
    /// The file cannot be opened or read.
    UNREADABLE_FILE,
    /// The file is larger than the reader allows.
    FILE_TOO_LARGE,
    /// The text breaks the grammar of its format.
    SYNTAX,
    /// A name or value, or the whole file, is not UTF-8.
    ENCODING,
    /// There is more after the end of the document.
    TRAILING_CONTENT,
    /// The format has a construct that means nothing here, such as a YAML alias.
    UNSUPPORTED_CONSTRUCT;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
