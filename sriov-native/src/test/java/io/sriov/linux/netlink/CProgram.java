package io.sriov.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A program of `src/test/c`, compiled against this machine's kernel headers.
///
/// @param executable the program
record CProgram(Path executable) {
    /// Compiles a program; the test is skipped where that is not possible, unless `CI=true`.
    static CProgram compile(Path directory, String name) throws IOException, InterruptedException {
        if (!"true".equals(System.getenv("CI"))) {
            boolean gcc = false;
            for (String entry : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
                gcc |= Files.isExecutable(Path.of(entry, "gcc"));
            }
            assumeTrue(
                    gcc && Files.exists(Path.of("/usr/include/linux/if_link.h")),
                    "SKIPPED: comparison with C needs gcc and the kernel's headers");
        }
        Path executable = directory.resolve(name);
        run(
                "gcc",
                "-std=gnu11",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-o",
                executable.toString(),
                "src/test/c/" + name + ".c");
        return new CProgram(executable);
    }

    /// {@return what the program prints}
    String run(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(executable.toString());
        command.addAll(arguments);
        return run(command.toArray(String[]::new));
    }

    /// {@return what the program prints: names, and the rest of each line}
    Map<String, String> table(String... arguments) throws IOException, InterruptedException {
        Map<String, String> table = new TreeMap<>();
        for (String line : run(List.of(arguments)).lines().toList()) {
            int end = line.indexOf(' ');
            table.put(line.substring(0, end), line.substring(end + 1));
        }
        return table;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output;
        try (InputStream in = process.getInputStream()) {
            output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
