package io.sriov.schema.diagnostic;

/// Prints a report for people: one line a problem, then the source line with a caret, then the
/// hint.
///
/// ```
/// ix0.conf:4:5: error: VF-0: Invalid config key 'mac-adr' [unknown-parameter]
///     mac-adr : "02:00:00:00:00:01";
///     ^
///   hint: did you mean 'mac-addr'?
/// ```
///
/// Control characters of the input are shown by their code point, so that a hostile file cannot
/// drive the terminal. Immutable and thread-safe.
public final class DiagnosticText {
    /// Longer source lines are cut around the caret.
    private static final int WIDEST_LINE = 160;

    private static final DiagnosticText PLAIN = new DiagnosticText(false);
    private static final DiagnosticText COLOUR = new DiagnosticText(true);

    private final boolean colour;

    private DiagnosticText(boolean colour) {
        this.colour = colour;
    }

    /// {@return a printer without colour}
    public static DiagnosticText plain() {
        return PLAIN;
    }

    /// {@return a printer that uses ANSI colours}
    public static DiagnosticText coloured() {
        return COLOUR;
    }

    /// {@return the whole report, each line ended by LF; empty for an empty report}
    ///
    /// @param report the report
    public String format(DiagnosticReport report) {
        var out = new StringBuilder();
        for (Diagnostic diagnostic : report.diagnostics()) {
            headline(out, diagnostic);
            report.excerpt(diagnostic, WIDEST_LINE)
                    .ifPresent(excerpt -> append(out, excerpt, diagnostic.origin().column() > 0));
            diagnostic
                    .hint()
                    .ifPresent(hint ->
                            out.append("  hint: ").append(PrintableText.of(hint)).append('\n'));
        }
        return out.toString();
    }

    private void headline(StringBuilder out, Diagnostic diagnostic) {
        String mark = diagnostic.isError() ? "\u001b[1;31m" : "\u001b[1;35m";
        out.append(PrintableText.of(diagnostic.origin().toString())).append(": ");
        out.append(colour ? mark : "").append(diagnostic.severity().label()).append(':');
        out.append(colour ? "\u001b[0m " : " ").append(PrintableText.of(diagnostic.message()));
        out.append(" [").append(diagnostic.code().code()).append("]\n");
    }

    private void append(StringBuilder out, SourceExcerpt excerpt, boolean pointing) {
        String line = excerpt.text();
        String indent = line.startsWith(" ") || line.startsWith("\t") ? "" : "    ";
        String before = PrintableText.of(line.substring(0, excerpt.caret()));
        out.append(indent)
                .append(before)
                .append(PrintableText.of(line.substring(excerpt.caret())))
                .append('\n');
        if (pointing) {
            out.append(indent);
            before.chars().forEach(c -> out.append(c == '\t' ? '\t' : ' '));
            out.append(colour ? "\u001b[1;32m^\u001b[0m" : "^").append('\n');
        }
    }
}
