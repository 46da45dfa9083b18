package io.sriov.cli;

import io.sriov.schema.utf8.EscapedUtf8;
import io.sriov.schema.utf8.EscapedUtf8Writer;
import java.io.Console;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where a command's words come from and go to: standard output, standard error, the environment.
///
/// Output that cannot be written ends the command with an [OutputException].
final class Terminal {
    private static final int OUTPUT = 1;
    private static final int ERROR = 2;

    private final OutputStream out;
    private final OutputStream err;
    private final Map<String, String> environment;
    private final boolean real;

    private Terminal(
            OutputStream out, OutputStream err, Map<String, String> environment, boolean real) {
        this.out = new Guarded(out);
        this.err = err;
        this.environment = Map.copyOf(environment);
        this.real = real;
    }

    /// {@return the streams of this process}
    ///
    /// @param out its standard output
    /// @param err its standard error
    /// @param environment its environment
    static Terminal ofProcess(OutputStream out, OutputStream err, Map<String, String> environment) {
        return new Terminal(out, err, environment, true);
    }

    /// {@return streams that are no terminal}
    ///
    /// @param out standard output
    /// @param err standard error
    /// @param environment the environment
    static Terminal of(OutputStream out, OutputStream err, Map<String, String> environment) {
        return new Terminal(out, err, environment, false);
    }

    /// Standard output could not be written.
    static final class OutputException extends UncheckedIOException {
        private static final long serialVersionUID = 1L;

        OutputException(IOException cause) {
            super(cause);
        }

        /// {@return what the system says, without more}
        String reason() {
            IOException cause = getCause();
            return cause == null ? "" : String.valueOf(cause.getMessage());
        }

        /// {@return whether the reader of the output went away, which is its right}
        boolean isBrokenPipe() {
            return reason().contains("Broken pipe");
        }
    }

    /// Writes text to standard output, at once, as [#text()] does.
    ///
    /// @param text usually whole lines
    void print(String text) {
        try (Writer writer = text()) {
            writer.write(text);
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }

    /// Writes raw bytes to standard output, at once.
    ///
    /// @param bytes the bytes
    void write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }

    /// {@return standard output for text, to be flushed or closed by the caller; closing it does
    /// not close standard output}
    ///
    /// On a terminal, control characters and bytes that are not UTF-8 are shown by
    /// [VisibleControls]; anywhere else the text goes out as it is.
    Writer text() {
        Writer writer = new EscapedUtf8Writer(new Unclosed(out));
        return real && isTerminal(OUTPUT) ? new VisibleControls(writer) : writer;
    }

    /// Writes to standard error, at once. Where that cannot be written there is nobody left to
    /// tell: the exit status has to do.
    ///
    /// @param text usually whole lines
    @SuppressWarnings("EmptyCatch")
    void error(String text) {
        try {
            err.write(EscapedUtf8.encode(text));
            err.flush();
        } catch (IOException _) {
        }
    }

    /// {@return a variable of the environment, empty where it is not set}
    ///
    /// @param name its name
    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /// {@return whether standard error is a terminal}
    boolean errorIsTerminal() {
        return real && isTerminal(ERROR);
    }

    /// Asks the kernel's own account of the open files; where there is none, the console.
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException | InvalidPathException | UnsupportedOperationException _) {
            return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        }
    }

    /// Turns what goes wrong with a stream into [OutputException].
    private static final class Guarded extends FilterOutputStream {
        Guarded(OutputStream target) {
            super(target);
        }

        @Override
        public void write(int b) {
            try {
                out.write(b);
            } catch (IOException e) {
                throw new OutputException(e);
            }
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                throw new OutputException(e);
            }
        }

        @Override
        public void flush() {
            try {
                out.flush();
            } catch (IOException e) {
                throw new OutputException(e);
            }
        }
    }

    /// Passes everything on but the end.
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream target) {
            super(target);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
