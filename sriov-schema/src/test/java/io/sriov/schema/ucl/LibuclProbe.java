package io.sriov.schema.ucl;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// libucl itself, in a process of its own: says what a UCL text means.
///
/// The program is `src/test/c/ucl_probe.c`, compiled once per change into `target/`. One process
/// answers any number of requests; when libucl crashes or hangs on one, that is the outcome of the
/// request and the next one gets a new process. Not thread-safe.
public final class LibuclProbe implements AutoCloseable {

    private static final String DIRECTORY = "/usr/lib/rspamd";
    private static final String LIBRARY = "librspamd-server.so";
    private static final Path SOURCE = Path.of("src/test/c/ucl_probe.c");
    private static final Path PROGRAM = Path.of("target/ucl_probe");

    private static final int ACCEPTED = 'A';

    /// What libucl made of a text.
    public sealed interface Outcome {
        /// The text is valid; `tree` is in the notation of [CanonicalTree].
        record Accepted(String tree) implements Outcome {}

        /// The text is invalid, in libucl's words.
        record Rejected(String message) implements Outcome {}

        /// libucl ended with a signal, by its exit status as a shell would show it.
        record Crashed(int status) implements Outcome {}
    }

    private final Map<String, String> variables;
    private @Nullable Session session;

    private LibuclProbe(Map<String, String> variables) {
        this.variables = new LinkedHashMap<>(variables);
    }

    /// {@return why libucl cannot be asked on this machine, and what to install; empty when it can}
    public static Optional<String> missing() {
        List<String> packages = new ArrayList<>();
        if (!Files.exists(Path.of(DIRECTORY, LIBRARY))) {
            packages.add("rspamd");
        }
        if (!onPath("gcc")) {
            packages.add("gcc");
        }
        if (packages.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                "libucl is not compared with: install "
                        + String.join(" and ", packages)
                        + " (apt-get install -y --no-install-recommends "
                        + String.join(" ", packages)
                        + ")");
    }

    private static boolean onPath(String program) {
        return Pattern.compile(":")
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /// {@return a probe with the given variables defined, in the map's order; nothing starts before
    /// the first question}
    public static LibuclProbe open(Map<String, String> variables) {
        return new LibuclProbe(variables);
    }

    /// {@return a probe without variables of the caller}
    public static LibuclProbe open() {
        return open(Map.of());
    }

    /// {@return mean nanoseconds that libucl takes to parse a file, over `count` parses in one
    /// process}
    public static double nanosecondsPerParse(Path file, int count) throws IOException {
        compile();
        return Double.parseDouble(
                run(List.of(program(), "time", Integer.toString(count), file.toString())).strip());
    }

    private static synchronized void compile() throws IOException {
        if (Files.exists(PROGRAM)
                && Files.getLastModifiedTime(PROGRAM).compareTo(Files.getLastModifiedTime(SOURCE))
                        > 0) {
            return;
        }
        Files.createDirectories(PROGRAM.getParent());
        run(
                List.of(
                        "gcc",
                        "-std=c11",
                        "-D_GNU_SOURCE",
                        "-O2",
                        "-Wall",
                        "-Wextra",
                        "-Werror",
                        "-o",
                        PROGRAM.toString(),
                        SOURCE.toString(),
                        "-L" + DIRECTORY,
                        "-l:" + LIBRARY,
                        "-Wl,-rpath," + DIRECTORY));
    }

    private static String program() {
        return PROGRAM.toAbsolutePath().toString();
    }

    private static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = waitFor(process);
        if (status != 0) {
            throw new IOException(String.join(" ", command) + ": status " + status + "\n" + output);
        }
        return output;
    }

    /// {@return what libucl makes of a text}
    public Outcome parse(byte[] text) {
        return ask('T', text);
    }

    /// {@return what libucl makes of a text, as UTF-8}
    public Outcome parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /// {@return what libucl makes of a file}
    public Outcome parseFile(Path file) {
        return ask('F', file.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Outcome ask(char kind, byte[] payload) {
        try {
            Session running = session;
            if (running == null) {
                running = Session.start(variables);
                session = running;
            }
            try {
                return running.exchange(kind, payload);
            } catch (EOFException e) {
                session = null;
                return new Outcome.Crashed(waitFor(running.process));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One run of the program.
    private record Session(Process process, OutputStream requests, DataInputStream answers) {

        static Session start(Map<String, String> variables) throws IOException {
            compile();
            Process process =
                    new ProcessBuilder(program(), "batch")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            Session session =
                    new Session(
                            process,
                            new BufferedOutputStream(process.getOutputStream()),
                            new DataInputStream(process.getInputStream()));
            for (Map.Entry<String, String> variable : variables.entrySet()) {
                String definition = variable.getKey() + '\0' + variable.getValue();
                session.exchange('V', definition.getBytes(StandardCharsets.UTF_8));
            }
            return session;
        }

        Outcome exchange(char kind, byte[] payload) throws IOException {
            ByteBuffer head = ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN);
            head.put((byte) kind).putInt(payload.length);
            requests.write(head.array());
            requests.write(payload);
            requests.flush();
            int verdict = answers.readUnsignedByte();
            byte[] answer = new byte[Integer.reverseBytes(answers.readInt())];
            answers.readFully(answer);
            String text = new String(answer, StandardCharsets.UTF_8);
            return verdict == ACCEPTED ? new Outcome.Accepted(text) : new Outcome.Rejected(text);
        }
    }

    private static int waitFor(Process process) throws IOException {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("ucl_probe does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for ucl_probe", e);
        }
    }

    @Override
    public void close() {
        Session running = session;
        if (running != null) {
            running.process.destroy();
            session = null;
        }
    }
}
