package io.sriov.cli;

import org.jspecify.annotations.Nullable;

/// What one command does. A command does one thing.
enum Action {
    /// Nothing was asked for.
    NONE(""),
    CONFIGURE(Option.CONFIGURE),
    DELETE(Option.DELETE),
    STATUS(Option.STATUS),
    SCHEMA(Option.SCHEMA_OF),
    LIST(Option.LIST),
    HAND_OVER(Option.HAND_OVER),
    RECOVER(Option.RECOVER),
    DOCTOR(Option.DOCTOR),
    DUMP(Dump.WORD),
    SCHEMA_DIFF("schema diff"),
    SCHEMA_DOCS("schema docs"),
    JSON_SCHEMA("schema json-schema"),
    COMPLETION(Option.COMPLETION),
    HELP(Option.HELP),
    VERSION(Option.VERSION);

    private final @Nullable Option option;
    private final String text;

    Action(Option option) {
        this.option = option;
        this.text = "the " + option.text() + " flag";
    }

    Action(String command) {
        this.option = null;
        this.text = command;
    }

    /// {@return the action that an option asks for, or null where it asks for none}
    ///
    /// @param option the option
    static @Nullable Action of(Option option) {
        for (Action action : values()) {
            if (action.option == option) {
                return action;
            }
        }
        return null;
    }

    /// {@return what asks for it, in a sentence: `the -C flag`, `schema diff`; empty for [#NONE]}
    String text() {
        return text;
    }
}
