package io.sriov.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/// The run from which the launcher's AOT cache is made: what usual commands load and link is in the
/// cache afterwards. Nothing of it is seen, and no host is touched.
final class TrainingRun {
    private static final List<List<String>> COMMANDS =
            List.of(List.of("--version"), List.of("--help"));

    private TrainingRun() {}

    /// Runs each command once.
    ///
    /// @param args not used
    public static void main(String[] args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream())) {
            System.setOut(nowhere);
            System.setErr(nowhere);
            for (List<String> command : COMMANDS) {
                Iovctl.run(command.toArray(String[]::new));
            }
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
