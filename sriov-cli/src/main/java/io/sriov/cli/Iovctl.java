package io.sriov.cli;

import io.sriov.host.HostPlatforms;
import io.sriov.host.SriovException;
import io.sriov.schema.diagnostic.PrintableText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The `iovctl` command; see iovctl(8).
public final class Iovctl {
    private Iovctl() {}

    /// Runs the command and ends the JVM with its exit status.
    ///
    /// @param args the command line
    public static void main(String[] args) {
        Terminal terminal =
                Terminal.ofProcess(
                        new FileOutputStream(FileDescriptor.out),
                        new FileOutputStream(FileDescriptor.err),
                        System.getenv());
        System.exit(run(List.of(args), terminal, HostPlatforms.installed()));
    }

    /// Runs a command in this JVM, for tests and for embedding.
    ///
    /// @param args the command line
    /// @param out its standard output
    /// @param err its standard error
    /// @param environment its environment
    /// @return the exit status: 0 when everything asked for was done, else 1
    static int run(
            List<String> args,
            OutputStream out,
            OutputStream err,
            Map<String, String> environment) {
        return run(args, Terminal.of(out, err, environment), HostPlatforms.installed());
    }

    /// Runs a command in this JVM.
    ///
    /// @param args the command line
    /// @param terminal its standard output and error, and its environment
    /// @param platforms the kinds of host that there are
    /// @return the exit status: 0 when everything asked for was done, else 1
    static int run(List<String> args, Terminal terminal, HostPlatforms platforms) {
        Problems problems = new TextProblems(terminal, Arguments.Color.NEVER);
        try {
            Arguments arguments = ArgumentParser.parse(args);
            problems =
                    arguments.format() == OutputFormat.JSON
                            ? new JsonProblems(terminal)
                            : new TextProblems(terminal, arguments.color());
            return Verb.of(arguments).run(new Invocation(arguments, terminal, problems, platforms));
        } catch (UsageException e) {
            terminal.error(usage(e));
        } catch (CommandException e) {
            e.tell(problems);
        } catch (SriovException e) {
            problems.failure(Failure.of(String.valueOf(e.getMessage())));
        } catch (Terminal.OutputException e) {
            if (!e.isBrokenPipe()) {
                problems.failure(Failure.of("Could not write the output: " + e.reason()));
            }
        } catch (OutOfMemoryError e) {
            problems.failure(
                    Failure.of(
                            "Out of memory",
                            "IOVCTL_JAVA_OPTS=-Xmx4g in the environment gives it 4 GiB"));
        } catch (RuntimeException | Error e) {
            unexpected(e, problems, terminal);
        }
        return 1;
    }

    private static String usage(UsageException e) {
        var lines = new ArrayList<>(e.complaint());
        lines.addAll(e.usage());
        var text = new StringBuilder();
        for (String line : lines) {
            text.append(line.isEmpty() ? "" : "iovctl: ");
            text.append(PrintableText.of(line)).append('\n');
        }
        return text.toString();
    }

    private static void unexpected(Throwable e, Problems problems, Terminal terminal) {
        String what = e.getClass().getName();
        String message = e.getMessage();
        problems.failure(
                Failure.of(
                        "Internal error: " + (message == null ? what : what + ": " + message),
                        "this is a mistake in iovctl: please report it, with what"
                                + " IOVCTL_DEBUG=1 in the environment adds"));
        if (!terminal.variable("IOVCTL_DEBUG").isEmpty()) {
            var trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            terminal.error(trace.toString());
        }
    }
}
