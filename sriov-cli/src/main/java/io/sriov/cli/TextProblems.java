package io.sriov.cli;

import io.sriov.schema.diagnostic.DiagnosticReport;
import io.sriov.schema.diagnostic.DiagnosticText;
import io.sriov.schema.diagnostic.PrintableText;

/// Problems for people: iovctl(8)'s own line first, what more there is to say indented below it.
final class TextProblems implements Problems {
    private final Terminal terminal;
    private final Arguments.Color color;

    /// Creates the printer.
    ///
    /// @param terminal where to
    /// @param color when to use colour
    TextProblems(Terminal terminal, Arguments.Color color) {
        this.terminal = terminal;
        this.color = color;
    }

    @Override
    public void report(DiagnosticReport report) {
        if (!report.diagnostics().isEmpty()) {
            DiagnosticText text = coloured() ? DiagnosticText.coloured() : DiagnosticText.plain();
            terminal.error(text.format(report));
        }
    }

    @Override
    public void failure(Failure failure) {
        var text = new StringBuilder();
        text.append("iovctl: ").append(PrintableText.of(failure.message())).append('\n');
        for (String detail : failure.details()) {
            text.append("  ").append(PrintableText.of(detail)).append('\n');
        }
        terminal.error(text.toString());
    }

    @Override
    public void notice(String device, String message) {
        terminal.error(
                "iovctl: " + PrintableText.of(device) + ": " + PrintableText.of(message) + "\n");
    }

    private boolean coloured() {
        return switch (color) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                    terminal.variable("NO_COLOR").isEmpty()
                            && !terminal.variable("TERM").equals("dumb")
                            && terminal.errorIsTerminal();
        };
    }
}
