package io.sriov.cli;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The help, and picocli's picture of the options that it and the completion script are made from.
final class HelpText {
    private static final String[] SYNOPSIS = {
        "iovctl -C -f FILE... [-n | --plan] [--replace] [--destroy-in-use]",
        "       iovctl -D (-d PF... | -f FILE...) [-n | --plan] [--destroy-in-use]",
        "       iovctl -L (-d PF... | -f FILE...)",
        "       iovctl -S (-d PF... | -f FILE... | --schema SCHEMA)",
        "       iovctl -C -n -f FILE... --schema SCHEMA",
        "       iovctl --list",
        "       iovctl --hand-over (-d PF... | -f FILE...)",
        "       iovctl -C --boot -f FILE... [--wait SECONDS]",
        "       iovctl -D --boot -f FILE...",
        "       iovctl --recover [-d PF... | -f FILE...]",
        "       iovctl --doctor",
        "       iovctl dump",
        "       iovctl schema diff A B",
        "       iovctl schema docs (SCHEMA | --schema SCHEMA) [--format mdoc]",
        "       iovctl schema json-schema (SCHEMA | --schema SCHEMA)",
        "       iovctl --completion SHELL",
    };

    private static final String SCHEMAS =
            "A schema is that of a file, of a driver by its name (ix, ice, ...), or of a PF of the"
                    + " host by its name, address or path.";

    private HelpText() {}

    /// {@return the help, 80 columns wide}
    ///
    /// @param command the words of the command that it is about; none for the whole
    static String text(List<String> command) {
        CommandLine about = commandLine();
        for (String word : command) {
            about = Objects.requireNonNull(about.getSubcommands().get(word), word);
        }
        return about.getUsageMessage(Ansi.OFF);
    }

    /// {@return the command as picocli sees it}
    static CommandLine commandLine() {
        CommandSpec spec = CommandSpec.create().name("iovctl");
        spec.usageMessage()
                .customSynopsis(SYNOPSIS)
                .description(
                        "%nCreates, destroys and shows the virtual functions (VFs) of SR-IOV"
                                + " devices. A physical function (PF) has one configuration file,"
                                + " which is checked against the schema of the PF's driver before"
                                + " anything is touched.%n")
                .optionListHeading("Options:%n")
                .commandListHeading("%nCommands:%n")
                .sortOptions(false)
                .footer(
                        "",
                        "Exit status: 0 when everything asked for was done, else 1.",
                        "IOVCTL_DEBUG=1 in the environment shows where an internal error happened.");
        for (Option option : Option.values()) {
            spec.addOption(optionSpec(option));
        }
        spec.addSubcommand(Dump.WORD, new CommandLine(dump()));
        spec.addSubcommand(SchemaCommand.GROUP, new CommandLine(schema()));
        spec.parser().separator(" ");
        return new CommandLine(spec);
    }

    private static CommandSpec dump() {
        CommandSpec spec = CommandSpec.create().name(Dump.WORD);
        spec.usageMessage()
                .customSynopsis("iovctl " + Dump.WORD)
                .description(Dump.DESCRIPTION, "")
                .optionListHeading("Options:%n")
                .sortOptions(false);
        spec.addOption(optionSpec(Option.HOST));
        spec.addOption(optionSpec(Option.HELP));
        spec.parser().separator(" ");
        return spec;
    }

    private static CommandSpec schema() {
        CommandSpec group = CommandSpec.create().name(SchemaCommand.GROUP);
        group.usageMessage()
                .customSynopsis("iovctl schema COMMAND")
                .description("Compares and documents schemas.", "")
                .commandListHeading("Commands:%n")
                .footer("", SCHEMAS, "iovctl schema COMMAND --help shows the options of one.");
        group.addOption(optionSpec(Option.HELP));
        for (SchemaCommand command : SchemaCommand.values()) {
            CommandSpec spec = CommandSpec.create().name(command.word());
            spec.usageMessage()
                    .customSynopsis(
                            "iovctl " + command.text() + " " + String.join(" ", command.operands()))
                    .description(command.description(), "")
                    .optionListHeading("Options:%n")
                    .sortOptions(false)
                    .footer("", SCHEMAS);
            for (Option option : command.options()) {
                spec.addOption(
                        option == Option.FORMAT
                                ? optionSpec(option, formats(command), words(command.formats()))
                                : optionSpec(option));
            }
            spec.addOption(optionSpec(Option.HELP));
            spec.parser().separator(" ");
            group.addSubcommand(command.word(), new CommandLine(spec));
        }
        return group;
    }

    private static String formats(SchemaCommand command) {
        return String.join(" or ", words(command.formats())) + ".";
    }

    private static OptionSpec optionSpec(Option option) {
        return optionSpec(option, option.description(), choices(option));
    }

    private static OptionSpec optionSpec(Option option, String description, List<String> choices) {
        OptionSpec.Builder builder = OptionSpec.builder(option.text()).description(description);
        option.argument()
                .ifPresentOrElse(
                        label ->
                                builder.arity("1")
                                        .paramLabel(label)
                                        .type(isPath(option) ? java.io.File.class : String.class)
                                        .completionCandidates(choices.isEmpty() ? null : choices),
                        () -> builder.arity("0").type(boolean.class));
        return builder.build();
    }

    private static boolean isPath(Option option) {
        return option == Option.FILE || option == Option.SCHEMA || option == Option.INCLUDE_ROOT;
    }

    private static List<String> choices(Option option) {
        return switch (option) {
            case FORMAT -> words(List.of(OutputFormat.values()));
            case COLOR -> words(List.of(Arguments.Color.values()));
            case COMPLETION -> words(List.of(CompletionScript.Shell.values()));
            case HOST -> List.of("sim", "sim-linux");
            default -> List.of();
        };
    }

    private static List<String> words(Collection<? extends Enum<?>> choices) {
        return choices.stream().map(ArgumentParser::word).toList();
    }
}
