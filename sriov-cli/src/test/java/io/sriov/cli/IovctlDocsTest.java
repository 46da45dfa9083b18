package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the documents show is what the command does: every example is run.
class IovctlDocsTest {
    private static final Path PAGE = Path.of(Run.inTree("docs/iovctl.md"));
    private static final Path MANUAL = Path.of(Run.inTree("sriov-cli/src/main/man/iovctl.8"));
    private static final Pattern CONSOLE = Pattern.compile("(?s)```console\n(.*?)```");
    private static final String TREE = Run.inTree("");

    @TempDir private Path directory;

    static Stream<String> examplesOfThePage() throws IOException {
        return CONSOLE.matcher(Files.readString(PAGE)).results().map(block -> block.group(1));
    }

    @ParameterizedTest
    @MethodSource("examplesOfThePage")
    void examplesOfThePagePrintWhatItShows(String example) {
        var printed = new StringBuilder();
        for (String line : example.lines().filter(l -> l.startsWith("$ iovctl ")).toList()) {
            Run run = run(line.substring("$ iovctl ".length()));
            assertThat(run.status()).isEqualTo(run.err().isEmpty() ? 0 : 1);
            printed.append(line).append('\n').append(run.out()).append(run.err());
        }

        assertThat(printed.toString().replace(TREE + "/", "")).isEqualTo(example);
    }

    @Test
    void examplesOfTheManualSucceedOneAfterTheOther() throws IOException {
        List<String> examples =
                Files.readAllLines(MANUAL).stream()
                        .filter(line -> line.startsWith(".Dl iovctl "))
                        .map(line -> line.substring(".Dl iovctl ".length()))
                        .toList();

        assertThat(examples).hasSizeGreaterThan(8);
        for (String example : examples) {
            Run run = run(example);
            assertThat(run.err()).as(example).isEmpty();
            assertThat(run.status()).as(example).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Option.class)
    void pageDescribesEveryOptionAsTheHelpDoes(Option option) throws IOException {
        String typed = option.text() + option.argument().map(label -> " " + label).orElse("");

        assertThat(Files.readAllLines(PAGE))
                .contains("| `" + typed + "` | " + option.description() + " |");
    }

    @ParameterizedTest
    @EnumSource(Option.class)
    void manualDescribesEveryOption(Option option) throws IOException {
        String item = "\\.It Fl " + Matcher.quoteReplacement(option.text().substring(1));

        assertThat(Files.readAllLines(MANUAL)).anyMatch(line -> line.matches(item + "( .*)?"));
    }

    /// The schemas that the manual and the driver list name are those that are there.
    @Test
    void manualNamesTheBuiltInSchemas() throws IOException {
        String manual = Files.readString(MANUAL).replace("\n.Cm ", " , ");

        for (String driver : io.sriov.schema.file.BuiltInSchemas.drivers()) {
            assertThat(manual).containsPattern("[ ,]" + driver + "[ ,\n]");
            assertThat(Run.iovctl("-S", "--schema", driver).status()).isZero();
        }
    }

    /// Runs a command line of a document, with its files where they are.
    private Run run(String line) {
        var words = new ArrayList<String>();
        for (String word : line.split(" ", -1)) {
            words.add(
                    word.startsWith("examples")
                            ? Run.inTree(word)
                            : word.replace("machine.json", directory + "/machine.json"));
        }
        return Run.iovctl(words.toArray(String[]::new));
    }
}
