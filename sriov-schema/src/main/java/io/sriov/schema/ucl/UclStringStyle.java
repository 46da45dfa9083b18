package io.sriov.schema.ucl;

/// How a string, or a name, was written in UCL text.
public enum UclStringStyle {
    /// Without quotes: `ix0`. Only such a word could have been a number, a boolean or `null`.
    BARE(0),

    /// In double quotes: `"ix0"`, with JSON's escapes.
    QUOTED(1),

    /// In single quotes: `'ix0'`; nothing in it is replaced but `\'` and a backslash before a line
    /// end.
    SINGLE_QUOTED(2),

    /// Over several lines, between `<<EOD` and a line that is `EOD`.
    HEREDOC(3),

    /// Not written at all: the contents of a file, put there by `.load`.
    LOADED(4);

    private final int code;

    UclStringStyle(int code) {
        this.code = code;
    }

    /// {@return a small number by which a [UclTree] remembers the style}
    int code() {
        return code;
    }

    static UclStringStyle of(int code) {
        return switch (code) {
            case 1 -> QUOTED;
            case 2 -> SINGLE_QUOTED;
            case 3 -> HEREDOC;
            case 4 -> LOADED;
            default -> BARE;
        };
    }
}
