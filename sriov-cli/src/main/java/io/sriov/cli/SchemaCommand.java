package io.sriov.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What follows the word `schema` on a command line.
enum SchemaCommand {
    DIFF(
            "diff",
            Action.SCHEMA_DIFF,
            List.of("A", "B"),
            "Say what schema B breaks of the configurations that are valid with schema A.",
            EnumSet.of(Option.HOST, Option.FORMAT, Option.COLOR),
            EnumSet.of(OutputFormat.TEXT, OutputFormat.JSON)),
    DOCS(
            "docs",
            Action.SCHEMA_DOCS,
            List.of("SCHEMA"),
            "Document a schema, in Markdown or as a manual page.",
            EnumSet.of(Option.HOST, Option.SCHEMA, Option.FORMAT, Option.COLOR),
            EnumSet.of(OutputFormat.TEXT, OutputFormat.MDOC)),
    JSON_SCHEMA(
            "json-schema",
            Action.JSON_SCHEMA,
            List.of("SCHEMA"),
            "Print the JSON Schema of a schema's configurations, for editors.",
            EnumSet.of(Option.HOST, Option.SCHEMA, Option.FORMAT, Option.COLOR),
            EnumSet.of(OutputFormat.TEXT, OutputFormat.JSON));

    /// The word in front of all of them.
    static final String GROUP = "schema";

    private final String word;
    private final Action action;
    private final List<String> operands;
    private final String description;
    private final Set<Option> options;
    private final Set<OutputFormat> formats;

    SchemaCommand(
            String word,
            Action action,
            List<String> operands,
            String description,
            Set<Option> options,
            Set<OutputFormat> formats) {
        this.word = word;
        this.action = action;
        this.operands = operands;
        this.description = description;
        this.options = options;
        this.formats = formats;
    }

    /// {@return the command as typed, or null where there is none}
    static @Nullable SchemaCommand of(@Nullable String word) {
        return Stream.of(values()).filter(c -> c.word.equals(word)).findFirst().orElse(null);
    }

    /// {@return the command that asks for an action, or null where none does}
    static @Nullable SchemaCommand of(Action action) {
        return Stream.of(values()).filter(c -> c.action == action).findFirst().orElse(null);
    }

    /// {@return its word}
    String word() {
        return word;
    }

    /// {@return what it does, for the parts of the program that do it}
    Action action() {
        return action;
    }

    /// {@return what its operands are called}
    List<String> operands() {
        return operands;
    }

    /// {@return what it does, in a sentence}
    String description() {
        return description;
    }

    /// {@return the options that it takes, besides those that every command takes}
    Set<Option> options() {
        return options;
    }

    /// {@return the forms that its output comes in}
    Set<OutputFormat> formats() {
        return formats;
    }

    /// {@return the whole command as typed: `schema diff`}
    String text() {
        return GROUP + " " + word;
    }
}
