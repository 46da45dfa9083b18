package io.sriov.schema.text;

import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/// What a Jackson parser says of a text, without what it says of itself.
public final class SyntaxMessage {
    /// Where something began, said after a description of the source.
    private static final Pattern START =
            Pattern.compile("\\s*\\((?:start marker|for \\w+ starting) at \\[Source: [^\\]]*]\\)");

    /// What a program that reads the text could have allowed.
    private static final Pattern ALLOWED = Pattern.compile("; UclReadFeature\\..*");

    /// The settings of the parser that would read the text nevertheless, or that hold a limit.
    private static final Pattern SETTINGS =
            Pattern.compile(
                    ",? from `[^`]*`"
                            + "|\\s*\\(consider enabling .*\\)$"
                            + "|:? ?\\(?enable `[^`]*` to allow[^)]*\\)?"
                            + "|\\s*\\(not recognized as one since Feature '\\w+' not enabled for"
                            + " parser\\)");

    private static final List<Pattern> ASIDES = List.of(START, SETTINGS, ALLOWED);

    private SyntaxMessage() {}

    /// {@return the message on one line, without Jackson's own notes on places in the source and on
    /// its settings}
    ///
    /// @param problem what a parser threw
    public static String of(JacksonException problem) {
        String message = problem.getOriginalMessage();
        if (message == null) {
            return "not readable";
        }
        for (Pattern aside : ASIDES) {
            message = aside.matcher(message).replaceAll("");
        }
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
