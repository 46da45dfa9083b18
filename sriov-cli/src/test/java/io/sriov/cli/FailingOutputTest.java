package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Standard output and standard error that cannot be written.
class FailingOutputTest {
    private static final List<String> COMMAND = List.of("-S", "--schema", "ix");

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    @Test
    void isQuietWhenTheReaderWentAway() {
        var err = new ByteArrayOutputStream();

        int status = Iovctl.run(COMMAND, failing("Broken pipe"), err, Map.of());

        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(status).isEqualTo(1);
    }

    @Test
    void saysWhyTheOutputCannotBeWritten() {
        var err = new ByteArrayOutputStream();

        int status = Iovctl.run(COMMAND, failing("No space left on device"), err, Map.of());

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("iovctl: Could not write the output: No space left on device\n");
        assertThat(status).isEqualTo(1);
    }

    @Test
    void endsWithItsStatusWhenNobodyHearsTheErrors() {
        int status =
                Iovctl.run(
                        List.of("-x"),
                        OutputStream.nullOutputStream(),
                        failing("closed"),
                        Map.of());

        assertThat(status).isEqualTo(1);
    }

    @Test
    void tellsOfItsOwnMistakesInOneLine() {
        OutputStream broken =
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        throw new IllegalStateException("boom\nboom");
                    }
                };
        var quiet = new ByteArrayOutputStream();
        var loud = new ByteArrayOutputStream();

        int status = Iovctl.run(COMMAND, broken, quiet, Map.of());
        Iovctl.run(COMMAND, broken, loud, Map.of("IOVCTL_DEBUG", "1"));

        String line = "iovctl: Internal error: java.lang.IllegalStateException: boom\\u000aboom\n";
        assertThat(quiet.toString(StandardCharsets.UTF_8))
                .startsWith(line)
                .contains("IOVCTL_DEBUG=1")
                .hasLineCount(2);
        assertThat(loud.toString(StandardCharsets.UTF_8)).startsWith(line).contains("\tat ");
        assertThat(status).isEqualTo(1);
    }

    @Test
    void colourIsOnlyUsedWhenAskedForWithoutATerminal() {
        String file = "/nonexistent/x.conf";
        String coloured = "\u001b[1;31m";

        assertThat(Run.iovctl("-Cnf", file, "--schema", "ix").err()).doesNotContain("\u001b");
        assertThat(Run.iovctl("-Cnf", file, "--schema", "ix", "--color", "always").err())
                .contains(coloured);
        assertThat(Run.iovctl("-Cnf", file, "--schema", "ix", "--color", "never").err())
                .doesNotContain("\u001b");
    }
}
