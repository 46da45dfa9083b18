package io.sriov.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A run of the command iovctl, as a machine has it where it is installed ([Installed]).
///
/// @param status its exit status
/// @param out what it wrote to standard output
/// @param err what it wrote to standard error
record IovctlRun(int status, String out, String err) {
    private static final String IOVCTL = "/usr/local/bin/iovctl";

    /// How the process is started.
    enum As {
        /// As root.
        ROOT("", "sh", "-c"),
        /// As a user without privileges.
        NOBODY("", "su", "nobody", "-c"),
        /// As root, with sysfs for reading only, as a container has it.
        CONTAINER("mount -o remount,bind,ro /sys && ", "unshare", "-m", "sh", "-c");

        private final String before;

        @SuppressWarnings("ImmutableEnumChecker") // It is what List.of gives.
        private final List<String> shell;

        As(String before, String... shell) {
            this.before = before;
            this.shell = List.of(shell);
        }

        /// {@return the words that start a command}
        private List<String> start(List<String> command) {
            var all = new ArrayList<>(shell);
            all.add(
                    command.stream()
                            .map(word -> "'" + word + "'")
                            .collect(Collectors.joining(" ", before + "exec ", "")));
            return all;
        }
    }

    /// Runs the command.
    ///
    /// @param as how
    /// @param arguments its arguments
    static IovctlRun of(As as, String... arguments) {
        var command = new ArrayList<>(List.of(IOVCTL));
        command.addAll(List.of(arguments));
        try {
            Path err = Files.createTempFile("iovctl", ".err");
            try {
                Process process =
                        new ProcessBuilder(as.start(command)).redirectError(err.toFile()).start();
                process.getOutputStream().close();
                byte[] out = process.getInputStream().readAllBytes();
                int status = process.waitFor();
                return new IovctlRun(
                        status, new String(out, StandardCharsets.UTF_8), Files.readString(err));
            } finally {
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Runs the command as root; it must succeed and say nothing on standard error.
    ///
    /// @param arguments its arguments
    /// @return what it wrote
    static String succeed(String... arguments) {
        IovctlRun run = of(As.ROOT, arguments);
        if (run.status != 0 || !run.err.isEmpty()) {
            throw new AssertionError(String.join(" ", arguments) + ": " + run);
        }
        return run.out;
    }
}
