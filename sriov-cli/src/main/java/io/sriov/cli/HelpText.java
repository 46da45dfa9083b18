package io.sriov.cli;

import java.util.Arrays;
import java.util.List;
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
        "       iovctl --completion SHELL",
    };

    private HelpText() {}

    /// {@return the help, 80 columns wide}
    static String text() {
        return commandLine().getUsageMessage(Ansi.OFF);
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
                .sortOptions(false)
                .footer(
                        "",
                        "Exit status: 0 when everything asked for was done, else 1.",
                        "IOVCTL_DEBUG=1 in the environment shows where an internal error happened.");
        for (Option option : Option.values()) {
            spec.addOption(optionSpec(option));
        }
        spec.parser().separator(" ");
        return new CommandLine(spec);
    }

    private static OptionSpec optionSpec(Option option) {
        OptionSpec.Builder builder =
                OptionSpec.builder(option.text()).description(option.description());
        List<String> choices = choices(option);
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
            case FORMAT -> words(OutputFormat.values());
            case COLOR -> words(Arguments.Color.values());
            case COMPLETION -> words(CompletionScript.Shell.values());
            case HOST -> List.of("sim");
            default -> List.of();
        };
    }

    private static List<String> words(Enum<?>[] choices) {
        return Arrays.stream(choices).map(ArgumentParser::word).toList();
    }
}
