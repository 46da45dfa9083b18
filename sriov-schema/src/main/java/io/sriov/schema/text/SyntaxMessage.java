package io.sriov.schema.text;

import tools.jackson.core.JacksonException;

/// What a Jackson parser says of a text, without what it says of itself.
public final class SyntaxMessage {

    private SyntaxMessage() {}

    /// {@return the message on one line, without Jackson's own notes on places in the source and on
    /// its settings}
    ///
    /// @param problem what a parser threw
    public static String of(JacksonException problem) {
        String message = problem.getOriginalMessage();
        return message == null
                ? "not readable"
                : message.replaceAll("\\(start marker at \\[[^]]*]\\)|, from `[^`]*`", "")
                        .strip()
                        .replaceAll("\\s*\\R\\s*", " ");
    }
}
