package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Any words at all, sensible or not.
class CommandLineProperties {
    private static final List<String> WORDS =
            List.of(
                    "-C",
                    "-D",
                    "-L",
                    "-S",
                    "-n",
                    "-Cn",
                    "-d",
                    "-f",
                    "ix0",
                    "/dev/iov/ix0",
                    "nix9",
                    "--list",
                    "--recover",
                    "--doctor",
                    "--plan",
                    "--replace",
                    "--destroy-in-use",
                    "--schema",
                    "ix",
                    "nix",
                    "--format",
                    "json",
                    "text",
                    "nvlist",
                    "mdoc",
                    "schema",
                    "diff",
                    "docs",
                    "json-schema",
                    "--include-root",
                    "/",
                    "--color",
                    "always",
                    "--completion",
                    "bash",
                    "--help",
                    "--version",
                    "--",
                    "-",
                    "",
                    "=",
                    "--host=",
                    "--schema=ix",
                    "--format=json");

    private static final List<String> FILES =
            Stream.of(
                            "examples",
                            "examples/ix0.conf",
                            "examples/ixl0.json",
                            "examples/yaml/ix0.yaml",
                            "examples/mistakes/ix0.conf",
                            "examples/schema/nvme.json",
                            "pom.xml")
                    .map(Run::inTree)
                    .toList();

    @Provide
    static Arbitrary<List<String>> commandLines() {
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(8, Arbitraries.of(WORDS)),
                        net.jqwik.api.Tuple.of(3, Arbitraries.of(FILES)),
                        net.jqwik.api.Tuple.of(1, Arbitraries.strings().ofMaxLength(5)))
                .list()
                .ofMaxSize(8);
    }

    @Property(tries = 500)
    void anyCommandLineIsAnsweredWithAStatusAndWords(@ForAll("commandLines") List<String> words) {
        check(Stream.empty(), words);
    }

    @Property(tries = 300)
    void anyCommandAboutSchemasIsAnsweredWithAStatusAndWords(
            @ForAll("schemaCommands") String command, @ForAll("commandLines") List<String> words) {
        check(Stream.of("schema", command), words);
    }

    @Provide
    static Arbitrary<String> schemaCommands() {
        return Arbitraries.of("diff", "docs", "json-schema", "--format=json");
    }

    private static void check(Stream<String> command, List<String> words) {
        // Nothing but a machine in memory may be touched, whatever the words say.
        Run run =
                Run.iovctl(
                        Stream.of(Stream.of("--host", "sim"), command, words.stream())
                                .flatMap(part -> part)
                                .toArray(String[]::new));

        assertThat(run.err()).doesNotContain("Internal error", "\tat ", "Exception");
        assertThat(run.status()).isBetween(0, 1);
        if (run.status() != 0) {
            assertThat(run.err()).isNotBlank();
        }
    }

    /// With the words in which control characters arrive through the arguments.
    @Property(tries = 300)
    void noControlCharacterOfAWordComesBack(@ForAll String word) {
        for (String option : List.of("-d", "-f", "--schema", "--format", "--host")) {
            Run run = Run.iovctl("-S", option, word, "--color", "never");

            assertThat(run.err().replace("\n", "").replace("\t", ""))
                    .as("%s %s", option, word)
                    .matches("\\P{Cntrl}*");
            assertThat(run.status()).isEqualTo(1);
        }
        Run operand = Run.iovctl("--host", "sim", "schema", "diff", word, word, word);
        assertThat(operand.err().replace("\n", "").replace("\t", "")).matches("\\P{Cntrl}*");
    }
}
