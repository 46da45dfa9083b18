package io.sriov.cli;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// From words to [Arguments].
final class ArgumentParser {
    /// The word that stands for the option `--doctor`.
    private static final String DOCTOR = "doctor";

    private final Arguments.Builder arguments = Arguments.builder();
    private final Set<Option> seen = EnumSet.noneOf(Option.class);
    private Action action = Action.NONE;

    private ArgumentParser() {}

    /// {@return what a command line asks for}
    ///
    /// @param words the command line, without the command's name
    /// @throws UsageException when it makes no sense
    static Arguments parse(List<String> words) {
        var parser = new ArgumentParser();
        var options = new Getopt(words);
        Arguments alone = parser.walk(options);
        if (alone != null) {
            return alone;
        }
        if (parser.action == Action.NONE) {
            String word = options.operand();
            if (SchemaCommand.GROUP.equals(word)) {
                return parser.schema(options);
            }
            if (Dump.WORD.equals(word)) {
                return parser.dump(options);
            }
            if (DOCTOR.equals(word)) {
                parser.take(Option.DOCTOR, options);
                alone = parser.walk(options);
                if (alone != null) {
                    return alone;
                }
            }
        }
        Arguments arguments = parser.arguments.action(parser.action).build();
        ArgumentRules.check(arguments);
        return arguments;
    }

    /// Takes options up to the next word that is none.
    ///
    /// @return what the whole command line asks for, where that is help or the version; else null
    private @Nullable Arguments walk(Getopt options, String... command) {
        for (Option option = options.next(); option != null; option = options.next()) {
            if (option == Option.HELP || option == Option.VERSION) {
                return Arguments.builder()
                        .action(option == Option.HELP ? Action.HELP : Action.VERSION)
                        .addOperands(command)
                        .build();
            }
            take(option, options);
        }
        return null;
    }

    /// What stands behind the word `dump`: options.
    private Arguments dump(Getopt options) {
        Arguments alone = walk(options, Dump.WORD);
        if (alone != null) {
            return alone;
        }
        String word = options.operand();
        if (word != null || action != Action.NONE) {
            throw new UsageException("dump takes no more than --host");
        }
        Arguments given = arguments.action(Action.DUMP).build();
        ArgumentRules.check(given);
        return given;
    }

    /// What stands behind the word `schema`: one of its commands, then operands and options in any
    /// order.
    private Arguments schema(Getopt options) {
        Arguments alone = walk(options, SchemaCommand.GROUP);
        if (alone != null) {
            return alone;
        }
        String word = options.operand();
        SchemaCommand command = SchemaCommand.of(word);
        if (command == null) {
            throw UsageException.ofSchema(
                    word == null
                            ? "schema takes a command"
                            : "There is no command 'schema " + word + "'");
        }
        do {
            alone = walk(options, SchemaCommand.GROUP, command.word());
            if (alone != null) {
                return alone;
            }
            word = options.operand();
            if (word != null) {
                arguments.addOperands(word);
            }
        } while (word != null);
        Arguments given = arguments.action(command.action()).build();
        ArgumentRules.check(given, command, seen);
        return given;
    }

    private void take(Option option, Getopt options) {
        seen.add(option);
        Action asked = Action.of(option);
        if (asked != null) {
            if (action != Action.NONE) {
                throw new UsageException("Only one action may be specified");
            }
            action = asked;
        }
        switch (option) {
            case DEVICE -> arguments.addDevices(options.argument());
            case FILE -> arguments.addFiles(options.argument());
            case DRY_RUN -> arguments.dryRun(true);
            case PLAN -> arguments.plan(true);
            case REPLACE -> arguments.replace(true);
            case BOOT -> arguments.boot(true);
            case WAIT -> arguments.patience(seconds(option, options.argument()));
            case DESTROY_IN_USE -> arguments.destroyInUse(true);
            case HOST -> arguments.host(options.argument());
            case SCHEMA -> arguments.schema(options.argument());
            case FORMAT -> arguments.format(choice(option, options, OutputFormat.values()));
            case INCLUDE_ROOT -> arguments.includeRoot(options.argument());
            case COLOR -> arguments.color(choice(option, options, Arguments.Color.values()));
            case COMPLETION -> choice(option, options, CompletionScript.Shell.values());
            case CONFIGURE,
                    DELETE,
                    STATUS,
                    SCHEMA_OF,
                    LIST,
                    HAND_OVER,
                    RECOVER,
                    DOCTOR,
                    HELP,
                    VERSION -> {}
        }
    }

    private static Duration seconds(Option option, String word) {
        if (!word.matches("[0-9]{1,5}")) {
            throw new UsageException(
                    option.text() + " takes a number of seconds, 0 to 99999, not '" + word + "'");
        }
        return Duration.ofSeconds(Integer.parseInt(word));
    }

    private static <E extends Enum<E>> E choice(Option option, Getopt options, E[] choices) {
        var words = new StringJoiner(", ");
        for (E choice : choices) {
            if (word(choice).equals(options.argument())) {
                return choice;
            }
            words.add(word(choice));
        }
        throw new UsageException(
                option.text() + " takes " + words + ", not '" + options.argument() + "'");
    }

    /// {@return a choice as typed}
    ///
    /// @param choice the choice
    static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
