package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The run behind the AOT cache trains what users do: its commands succeed, but for the two
/// mistakes that it makes on purpose and the deletion of VFs that a fresh machine does not have.
class TrainingRunTest {
    @TempDir private Path directory;

    @Test
    void commandsDoWhatTheyAreMeantTo() throws IOException {
        Path valid = Files.writeString(directory.resolve("valid.conf"), TrainingRun.VALID);
        Path invalid = Files.writeString(directory.resolve("invalid.conf"), TrainingRun.INVALID);
        var failed = new ArrayList<String>();

        for (List<String> words : TrainingRun.commands(valid.toString(), invalid.toString())) {
            Run run = Run.iovctl(words.toArray(String[]::new));
            if (run.status() != 0) {
                failed.add(run.err().lines().findFirst().orElseThrow());
            }
        }

        assertThat(failed)
                .containsExactly(
                        "iovctl: illegal option -- X",
                        invalid
                                + ":2:8: error: VF-0: Invalid config key 'mac-adr'"
                                + " [unknown-parameter]",
                        "iovctl: Failed to delete VFs: No child processes");
    }
}
