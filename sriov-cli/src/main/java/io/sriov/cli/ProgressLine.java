package io.sriov.cli;

import io.sriov.apply.ApplyListener;
import io.sriov.schema.diagnostic.PrintableText;

/// What is being done right now, in one line on the terminal that is gone afterwards; nothing where
/// standard error is no terminal or programs read it.
final class ProgressLine implements ApplyListener, AutoCloseable {
    private static final String ERASE = "\r\u001b[K";

    private final Terminal terminal;
    private final boolean shown;
    private boolean written;

    /// Creates the line, empty.
    ///
    /// @param invocation the command
    ProgressLine(Invocation invocation) {
        terminal = invocation.terminal();
        shown =
                invocation.arguments().format() != OutputFormat.JSON
                        && !terminal.variable("TERM").equals("dumb")
                        && terminal.errorIsTerminal();
    }

    @Override
    public void started(String device, String action) {
        if (shown) {
            terminal.error(ERASE + "iovctl: " + PrintableText.of(action) + " ...");
            written = true;
        }
    }

    @Override
    public void close() {
        if (written) {
            terminal.error(ERASE);
        }
    }
}
