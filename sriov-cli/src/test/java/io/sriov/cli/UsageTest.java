package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Command lines that make no sense, and what FreeBSD's iovctl says of them (`main` and `usage` of
/// `usr.sbin/iovctl/iovctl.c`; getopt(3) for the options themselves).
class UsageTest {
    private static final String USAGE =
            """
            iovctl: Usage: iovctl -C -f <config file> [-n]
            iovctl:        iovctl -D [-d <PF device> | -f <config file>] [-n]
            iovctl:        iovctl -L [-d <PF device> | -f <config file>]
            iovctl:        iovctl -S [-d <PF device> | -f <config file>]
            """;

    static Stream<Arguments> complaints() {
        return Stream.of(
                complaint("", "Either the -d or -f flag must be specified"),
                complaint("-n", "Either the -d or -f flag must be specified"),
                complaint("-D", "Either the -d or -f flag must be specified"),
                complaint("-L", "Either the -d or -f flag must be specified"),
                complaint("-S", "Either the -d or -f flag must be specified"),
                complaint("-C", "The -f flag must be specified"),
                complaint("-Cn", "The -f flag must be specified"),
                complaint("-C -d ix0", "-d flag cannot be used with the -C flag"),
                complaint("-C -D", "Only one action may be specified"),
                complaint("-CD -f x", "Only one action may be specified"),
                complaint("-C -C -f x", "Only one action may be specified"),
                complaint("-L -S -d ix0", "Only one action may be specified"),
                complaint("-D -L -x", "Only one action may be specified"),
                complaint("-d ix0 -f x", "Only one of the -d and -f flags may be specified"),
                complaint("-C -d ix0 -f x", "Only one of the -d and -f flags may be specified"),
                complaint("-S -n -d ix0", "-n flag cannot be used with the -S flag"),
                complaint("-L -n -f x", "-n flag cannot be used with the -L flag"),
                complaint("-S -n", "Either the -d or -f flag must be specified"),
                complaint("-C operand -f x", "The -f flag must be specified"),
                complaint("-C -- -f x", "The -f flag must be specified"),
                complaint("-C - -f x", "The -f flag must be specified"),
                complaint("operand -C -f x", "Either the -d or -f flag must be specified"));
    }

    static Stream<Arguments> ours() {
        return Stream.of(
                complaint("--list -d ix0", "-d flag cannot be used with the --list flag"),
                complaint("--list -f x", "-f flag cannot be used with the --list flag"),
                complaint("--list -n", "-n flag cannot be used with the --list flag"),
                complaint("--list -S -d ix0", "Only one action may be specified"),
                complaint("--recover -n", "-n flag cannot be used with the --recover flag"),
                complaint("-L -d ix0 --plan", "--plan flag cannot be used with the -L flag"),
                complaint("-C -n --plan -f x", "Only one of -n and --plan may be specified"),
                complaint("-D -d ix0 --replace", "--replace flag cannot be used with the -D flag"),
                complaint(
                        "-S -d ix0 --destroy-in-use",
                        "--destroy-in-use flag cannot be used with the -S flag"),
                complaint(
                        "-C -f x --destroy-in-use",
                        "--destroy-in-use can only be used with -D, or with -C and --replace"),
                complaint(
                        "-C -f x --schema ix",
                        "--schema checks without a host and can only be used with -C -n, or with"
                                + " -S"),
                complaint("-D -d ix0 --schema ix", "--schema flag cannot be used with the -D flag"),
                complaint(
                        "-S --schema ix --host sim",
                        "Only one of --host and --schema may be specified"),
                complaint("-S --schema ix -d ix0", "-d flag cannot be used with the --schema flag"),
                complaint(
                        "-S --schema ix -f x",
                        "-f flag cannot be used with -S and the --schema flag"),
                complaint(
                        "-L -d ix0 --format nvlist",
                        "--format nvlist can only be used with -S and -C -n"),
                complaint(
                        "-C -f x --format nvlist",
                        "--format nvlist can only be used with -S and -C -n"),
                complaint(
                        "-S -d ix0 --include-root /tmp",
                        "--include-root can only be used with the -f flag"),
                complaint(
                        "-S -d x --format xml",
                        "--format takes text, json, nvlist, mdoc, not 'xml'"),
                complaint("-S -d x --color red", "--color takes auto, always, never, not 'red'"),
                complaint("--completion fish", "--completion takes bash, zsh, not 'fish'"),
                complaint("-S --host", "option '--host' requires an argument"),
                complaint("--list=all", "option '--list' takes no argument"));
    }

    private static Arguments complaint(String words, String line) {
        return Arguments.of(words, line);
    }

    @ParameterizedTest(name = "iovctl {0}")
    @MethodSource({"complaints", "ours"})
    void complainsInOneLineAndShowsTheUsage(String words, String line) {
        Run run = run(words);

        assertThat(run.err()).isEqualTo("iovctl: " + line + "\n" + USAGE);
        assertThat(run.stdout()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
    }

    @ParameterizedTest(name = "iovctl {0}")
    @MethodSource
    void complainsAsGetoptDoes(String words, String getopt, char letter) {
        Run run = run(words);

        assertThat(run.err())
                .isEqualTo(
                        "iovctl: "
                                + getopt
                                + "\niovctl: Unrecognized argument '-"
                                + letter
                                + "'\n\n"
                                + USAGE);
        assertThat(run.stdout()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
    }

    static Stream<Arguments> complainsAsGetoptDoes() {
        return Stream.of(
                Arguments.of("-x", "illegal option -- x", 'x'),
                Arguments.of("-h", "illegal option -- h", 'h'),
                Arguments.of("-Cxf file", "illegal option -- x", 'x'),
                Arguments.of("-C -f", "option requires an argument -- f", 'f'),
                Arguments.of("-Cf", "option requires an argument -- f", 'f'),
                Arguments.of("-S -d", "option requires an argument -- d", 'd'));
    }

    @Test
    @DisplayName("iovctl -f x, without an action, shows nothing but the usage")
    void noAction() {
        assertThat(run("-f x").err()).isEqualTo(USAGE);
        assertThat(run("-d x -n").err()).isEqualTo(USAGE);
    }

    @Test
    void namesAnUnknownNamedOption() {
        Run run = run("--frmat json");

        assertThat(run.err())
                .isEqualTo(
                        "iovctl: unrecognized option '--frmat'\n"
                                + "iovctl: iovctl --help shows all options\n"
                                + USAGE);
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void takesArgumentsAsGetoptDoes() {
        String golden = Run.iovctl("-S", "--schema", "ix").out();
        String file = Run.inTree("examples/ix0.conf");

        assertThat(Run.iovctl("-S", "--schema=ix").out()).isEqualTo(golden).isNotEmpty();
        assertThat(Run.iovctl("-Cnf" + file, "--schema", "ix").status()).isZero();
        assertThat(Run.iovctl("-nCf", file, "--schema", "ix", "operand", "-x").status()).isZero();
        // What follows an option that takes an argument is that argument, even if it looks like an
        // option.
        assertThat(Run.iovctl("-C", "-n", "-f", "-x", "--schema", "ix").err())
                .startsWith("-x: error: Could not open '-x' for reading");
    }

    @Test
    void showsControlCharactersOfWordsInsteadOfSendingThem() {
        assertThat(run("--\u001b[2J").err()).doesNotContain("\u001b").contains("\\u001b[2J");
        assertThat(Run.iovctl("-S", "--schema", "a\u001bb").err()).doesNotContain("\u001b");
    }

    private static Run run(String words) {
        return Run.iovctl(
                Arrays.stream(words.split(" ", -1))
                        .filter(word -> !word.isEmpty())
                        .toArray(String[]::new));
    }
}
