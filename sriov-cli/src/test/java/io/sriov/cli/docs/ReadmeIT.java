package io.sriov.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Runs the README's `iovctl` commands as a reader would: in the root of the source tree, in a
/// shell, one after the other.
///
/// The commands of the build are run by whoever runs this test, and by `.ci/run`.
class ReadmeIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /// The state file that the README's commands name.
    private static final Path STATE = Path.of("/tmp/machine.json");

    @BeforeEach
    @AfterEach
    void forgetTheMachine() throws IOException {
        Files.deleteIfExists(STATE);
        Path locks = STATE.resolveSibling(STATE.getFileName() + ".locks");
        if (Files.isDirectory(locks)) {
            try (Stream<Path> files = Files.walk(locks)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void everyCommandSucceeds() throws IOException, InterruptedException {
        List<String> commands = commands();
        assertThat(commands).hasSizeGreaterThan(5);
        for (String command : commands) {
            Path output = Files.createTempFile("readme", ".out");
            Process process =
                    new ProcessBuilder("sh", "-c", command)
                            .directory(ROOT.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(command).isTrue();
            assertThat(process.exitValue())
                    .as("%s%n%s", command, Files.readString(output))
                    .isZero();
            if (command.contains("-L")) {
                assertThat(Files.readString(output)).contains("enabled=yes vfs=4/64");
            }
            Files.delete(output);
        }
    }

    private static List<String> commands() throws IOException {
        var commands = new ArrayList<String>();
        boolean shell = false;
        for (String line : Files.readAllLines(ROOT.resolve("README.md"))) {
            if (line.startsWith("```")) {
                shell = line.equals("```sh");
            } else if (shell && line.startsWith("./iovctl ")) {
                commands.add(line.replaceFirst("\\s+#.*", ""));
            }
        }
        return commands;
    }
}
