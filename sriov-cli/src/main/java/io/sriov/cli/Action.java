package io.sriov.cli;

import org.jspecify.annotations.Nullable;

/// What one command does. A command does one thing.
enum Action {
    /// Nothing was asked for.
    NONE(null),
    CONFIGURE(Option.CONFIGURE),
    DELETE(Option.DELETE),
    STATUS(Option.STATUS),
    SCHEMA(Option.SCHEMA_OF),
    LIST(Option.LIST),
    HAND_OVER(Option.HAND_OVER),
    RECOVER(Option.RECOVER),
    DOCTOR(Option.DOCTOR),
    COMPLETION(Option.COMPLETION),
    HELP(Option.HELP),
    VERSION(Option.VERSION);

    private final @Nullable Option option;

    Action(@Nullable Option option) {
        this.option = option;
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

    /// {@return the option that asks for it, as typed; empty for [#NONE]}
    String text() {
        return option == null ? "" : option.text();
    }
}
