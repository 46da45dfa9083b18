package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the command says about itself.
class HelpTest {
    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource(Option.class)
    void helpDescribesEveryOptionInEightyColumns(Option option) {
        Run run = Run.iovctl("--help");

        assertThat(run.out().lines()).anyMatch(line -> line.strip().startsWith(option.text()));
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
    }

    @Test
    void helpAndVersionWinOverWhatFollows() {
        assertThat(Run.iovctl("--help", "--nonsense").status()).isZero();
        assertThat(Run.iovctl("-C", "--version", "-x").out()).startsWith("iovctl ");
    }

    @Test
    void versionIsOneLine() {
        Run run = Run.iovctl("--version");

        assertThat(run.out()).matches("iovctl \\S+\\n");
        assertThat(run.status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completionScriptCompletesOptionsAndTheirWords(String shell) throws Exception {
        Run run = Run.iovctl("--completion", shell);
        Path script = Files.writeString(directory.resolve("iovctl.bash"), run.out());

        assertThat(run.status()).isZero();
        assertThat(complete(script, "iovctl", "--fo")).containsExactly("--format");
        assertThat(complete(script, "iovctl", "--format", "j")).containsExactly("json");
        assertThat(complete(script, "iovctl", "--color", "")).contains("auto", "always", "never");
        assertThat(complete(script, "iovctl", "sch")).containsExactly("schema");
        assertThat(complete(script, "iovctl", "schema", "d")).containsExactly("diff", "docs");
        assertThat(complete(script, "iovctl", "schema", "docs", "--format", "m"))
                .containsExactly("mdoc");
    }

    /// What bash offers for the last word, as the script says.
    private List<String> complete(Path script, String... words) throws Exception {
        String line =
                "compopt() { :; }; . "
                        + script
                        + "; COMP_WORDS=("
                        + String.join(" ", Arrays.stream(words).map(w -> "'" + w + "'").toList())
                        + "); COMP_CWORD="
                        + (words.length - 1)
                        + "; _complete_iovctl; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash =
                new ProcessBuilder("bash", "--norc", "-c", line).redirectErrorStream(true).start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return out.lines().map(String::strip).toList();
    }
}
