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
            "Say what schema B breaks of the configurations that are valid with schema A."),
    DOCS("docs", Action.SCHEMA_DOCS, "Document a schema, in Markdown or as a manual page."),
    JSON_SCHEMA(
            "json-schema",
            Action.JSON_SCHEMA,
            "Print the JSON Schema of a schema's configurations, for editors.");

    /// The word in front of all of them.
    static final String GROUP = "schema";

    private final String word;
    private final Action action;
    private final String description;

    SchemaCommand(String word, Action action, String description) {
        this.word = word;
        this.action = action;
        this.description = description;
    }

    /// {@return the command as typed, or null where there is none}
    static @Nullable SchemaCommand of(@Nullable String word) {
        return Stream.of(values()).filter(c -> c.word.equals(word)).findFirst().orElse(null);
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
        return this == DIFF ? List.of("A", "B") : List.of("SCHEMA");
    }

    /// {@return what it does, in a sentence}
    String description() {
        return description;
    }

    /// {@return the options that it takes, besides `--help` and `--version`}
    Set<Option> options() {
        return this == DIFF
                ? EnumSet.of(Option.HOST, Option.FORMAT, Option.COLOR)
                : EnumSet.of(Option.HOST, Option.SCHEMA, Option.FORMAT, Option.COLOR);
    }

    /// {@return the forms that its output comes in}
    Set<OutputFormat> formats() {
        return EnumSet.of(OutputFormat.TEXT, this == DOCS ? OutputFormat.MDOC : OutputFormat.JSON);
    }

    /// {@return the whole command as typed: `schema diff`}
    String text() {
        return GROUP + " " + word;
    }
}
