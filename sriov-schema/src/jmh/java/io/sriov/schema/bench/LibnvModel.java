package io.sriov.schema.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A model of libnv in C, `src/test/c/nvtime.c`; what it models stands there.
final class LibnvModel {
    private static final Path SOURCE = Path.of("src/test/c/nvtime.c");

    /// Mean nanoseconds.
    record Times(double pack, double unpack) {}

    private LibnvModel() {}

    /// {@return why the model cannot be run on this machine, and what to install; empty when it
    /// can}
    static Optional<String> missing() {
        boolean compiler =
                Pattern.compile(":")
                        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "gcc")));
        return compiler
                ? Optional.empty()
                : Optional.of("libnv's algorithm is not compared with: install gcc");
    }

    /// {@return what the model takes for a list}
    ///
    /// @param packed the list, which the model must pack to these same bytes
    static Times times(byte[] packed) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("nvtime");
        Path program = directory.resolve("nvtime");
        Path list = directory.resolve("list");
        try {
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
                            program.toString(),
                            SOURCE.toString()));
            Files.write(list, packed);
            List<String> times =
                    Pattern.compile(" ")
                            .splitAsStream(run(List.of(program.toString(), list.toString())))
                            .toList();
            return new Times(
                    Double.parseDouble(times.getFirst()), Double.parseDouble(times.getLast()));
        } finally {
            Files.deleteIfExists(list);
            Files.deleteIfExists(program);
            Files.delete(directory);
        }
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output.strip();
    }
}
