package io.sriov.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The options of the command line: the one table that the parser, the help and the completion
/// scripts are made from.
///
/// The letters are those of iovctl(8); everything else has a name of its own, so that no letter
/// FreeBSD may take later is taken here.
enum Option {
    CONFIGURE('C', "", "", "Create the VFs that the configuration asks for."),
    DELETE('D', "", "", "Destroy all VFs of the PF."),
    STATUS('L', "", "", "Show the PF and its VFs as they are."),
    SCHEMA_OF('S', "", "", "Show which parameters the PF's driver takes."),
    LIST('\0', "list", "", "Show all PFs of the host in a table."),
    HAND_OVER(
            '\0',
            "hand-over",
            "",
            "Show how each VF is given to a guest, a jail or a network namespace, and who uses it."),
    RECOVER(
            '\0',
            "recover",
            "",
            "Put right what an interrupted command left behind, on the PFs named or on all."),
    DOCTOR(
            '\0',
            "doctor",
            "",
            "Say what the host lacks for creating VFs and giving them away, and what to do."),
    DEVICE('d', "", "PF", "The PF: its name, address, or the path of its node."),
    FILE(
            'f',
            "",
            "FILE",
            "The configuration: UCL, JSON or YAML. Several may be given; a directory stands for"
                    + " its *.conf, *.json, *.yaml and *.yml files in the order of their names."),
    DRY_RUN('n', "", "", "Check and show what -C or -D would do, but do nothing."),
    PLAN(
            '\0',
            "plan",
            "",
            "Show the steps that -C or -D would take on the host as it is now, and whom they would"
                    + " affect, but do nothing."),
    REPLACE(
            '\0',
            "replace",
            "",
            "With -C: destroy VFs that exist but that nobody uses, where the configuration has"
                    + " changed."),
    DESTROY_IN_USE(
            '\0',
            "destroy-in-use",
            "",
            "With -D, -C --replace and --recover: destroy VFs that are in use, too; those held"
                    + " exclusively (by a guest) are kept even so."),
    BOOT(
            '\0',
            "boot",
            "",
            "With -C and -D, when the system starts or stops: each file for itself, so that a wrong"
                    + " one does not keep the others back; what an interrupted command left behind"
                    + " is put right first."),
    WAIT(
            '\0',
            "wait",
            "SECONDS",
            "With -C --boot: wait for PFs that are not there yet, or that no driver serves yet, so"
                    + " long at most."),
    HOST(
            '\0',
            "host",
            "HOST",
            "The host: sim is a simulated machine that lasts for one command, sim:FILE one that"
                    + " lives in FILE or is described there, sim-linux one with Linux; linux:DIR or"
                    + " freebsd:DIR is this machine with its records in DIR. Without it: this"
                    + " machine."),
    SCHEMA(
            '\0',
            "schema",
            "SCHEMA",
            "With -S, -C -n, schema docs and schema json-schema: no host, but the schema of a file"
                    + " or, by its name (ix, ice, ...), that of a FreeBSD driver."),
    FORMAT(
            '\0',
            "format",
            "FORMAT",
            "text, json, or nvlist (for -S and -C -n): the packed bytes that a kernel takes; or mdoc"
                    + " (for schema docs): a manual page."),
    INCLUDE_ROOT(
            '\0',
            "include-root",
            "DIR",
            "The directory that .include in a configuration may not leave; the configuration's own"
                    + " where none is given."),
    COLOR('\0', "color", "WHEN", "Colour in messages: auto (on a terminal), always or never."),
    COMPLETION('\0', "completion", "SHELL", "Print a completion script for bash or zsh."),
    HELP('\0', "help", "", "Print this help."),
    VERSION('\0', "version", "", "Print the version.");

    private final char letter;
    private final String name;
    private final String argument;
    private final String description;

    Option(char letter, String name, String argument, String description) {
        this.letter = letter;
        this.name = name;
        this.argument = argument;
        this.description = description;
    }

    /// {@return the option as typed: `-C`, `--host`}
    String text() {
        return letter == '\0' ? "--" + name : "-" + letter;
    }

    /// {@return what its argument is called, or empty where it takes none}
    Optional<String> argument() {
        return argument.isEmpty() ? Optional.empty() : Optional.of(argument);
    }

    boolean takesArgument() {
        return !argument.isEmpty();
    }

    /// {@return what it does, in a sentence or two}
    String description() {
        return description;
    }

    /// {@return the option's name without the two hyphens; empty for one that is a letter}
    String longName() {
        return name;
    }

    static @Nullable Option ofLetter(char letter) {
        for (Option option : values()) {
            if (option.letter == letter && letter != '\0') {
                return option;
            }
        }
        return null;
    }

    static @Nullable Option ofName(String name) {
        for (Option option : values()) {
            if (!name.isEmpty() && option.name.equals(name)) {
                return option;
            }
        }
        return null;
    }
}
