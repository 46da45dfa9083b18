package io.sriov.schema.diagnostic;

import java.util.Optional;

/// One problem of an input.
///
/// @param severity how much it weighs
/// @param code its stable name
/// @param message what is wrong, one line, with the offending value
/// @param origin where
/// @param hint what to do about it, one line, where there is something to say
public record Diagnostic(
        Severity severity,
        DiagnosticCode code,
        String message,
        Origin origin,
        Optional<String> hint) {

    /// {@return an error without a hint}
    ///
    /// @param code its stable name
    /// @param message what is wrong
    /// @param origin where
    public static Diagnostic error(DiagnosticCode code, String message, Origin origin) {
        return new Diagnostic(Severity.ERROR, code, message, origin, Optional.empty());
    }

    /// {@return a warning without a hint}
    ///
    /// @param code its stable name
    /// @param message what is wrong
    /// @param origin where
    public static Diagnostic warning(DiagnosticCode code, String message, Origin origin) {
        return new Diagnostic(Severity.WARNING, code, message, origin, Optional.empty());
    }

    /// {@return this diagnostic with a hint}
    ///
    /// @param text what to do about the problem, one line
    public Diagnostic withHint(String text) {
        return new Diagnostic(severity, code, message, origin, Optional.of(text));
    }

    /// {@return whether the input is refused because of this}
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /// {@return `SOURCE:LINE:COLUMN: error: MESSAGE [CODE]`, without the hint; control characters
    /// of the input are shown as [PrintableText] shows them}
    @Override
    public String toString() {
        return PrintableText.of(origin.toString())
                + ": "
                + severity.label()
                + ": "
                + PrintableText.of(message)
                + " ["
                + code.code()
                + "]";
    }
}
