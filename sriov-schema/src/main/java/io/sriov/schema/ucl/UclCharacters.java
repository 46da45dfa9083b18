package io.sriov.schema.ucl;

import io.sriov.schema.utf8.EscapedUtf8;

/// The classes of characters that UCL's grammar distinguishes (libucl's `ucl_chartable.h`).
///
/// Everything from U+0080 up may be in names and values, like a letter.
final class UclCharacters {

    /// Blank and tab.
    private static final int BLANK = 1;

    /// Blanks, line ends, vertical tab and form feed.
    private static final int SPACE = 1 << 1;

    /// Ends an unquoted value: NUL, line ends, `#`, `,`, `;`, `]`, `}`.
    private static final int VALUE_END = 1 << 2;

    /// Begins an unquoted name: letters, digits, `_`, `/`.
    private static final int NAME_START = 1 << 3;

    /// Continues an unquoted name: those, `-` and `.`.
    private static final int NAME = 1 << 4;

    /// Ends an unquoted name: blanks, `:` and `=`.
    private static final int NAME_END = 1 << 5;

    /// Begins a number: digits and `-`.
    private static final int NUMBER_START = 1 << 6;

    /// May follow a backslash in a quoted string as an escape of its own.
    private static final int ESCAPE = 1 << 7;

    private static final short[] CLASSES = new short[128];

    static {
        set(" \t", BLANK | SPACE | NAME_END);
        set("\n\u000B\f\r", SPACE);
        set("\0\n\r#,;]}", VALUE_END);
        set(":=", NAME_END);
        set("_/", NAME_START | NAME);
        set("-.", NAME);
        for (char c = '0'; c <= '9'; c++) {
            CLASSES[c] |= NAME_START | NAME | NUMBER_START;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            CLASSES[c] |= NAME_START | NAME;
            CLASSES[c - 'a' + 'A'] |= NAME_START | NAME;
        }
        set("-", NUMBER_START);
        set("\"\\/bfnrtu", ESCAPE);
    }

    private UclCharacters() {}

    private static void set(String characters, int classes) {
        for (int i = 0; i < characters.length(); i++) {
            CLASSES[characters.charAt(i)] |= (short) classes;
        }
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    static boolean isSpace(char c) {
        return c < 128 && (CLASSES[c] & SPACE) != 0;
    }

    static boolean isValueEnd(char c) {
        return c < 128 && (CLASSES[c] & VALUE_END) != 0;
    }

    static boolean isNameStart(char c) {
        return c >= 128 || (CLASSES[c] & NAME_START) != 0;
    }

    static boolean isName(char c) {
        return c >= 128 || (CLASSES[c] & NAME) != 0;
    }

    static boolean isNameEnd(char c) {
        return c < 128 && (CLASSES[c] & NAME_END) != 0;
    }

    static boolean isNumberStart(char c) {
        return c < 128 && (CLASSES[c] & NUMBER_START) != 0;
    }

    static boolean isEscape(char c) {
        return c < 128 && (CLASSES[c] & ESCAPE) != 0;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHexDigit(char c) {
        return hexDigit(c) >= 0;
    }

    /// {@return the value of a hexadecimal digit, or -1}
    static int hexDigit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return c < 128 && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /// {@return how a message shows the character at a place: itself, its code point, or the byte
    /// that is no character}
    static String show(char[] text, int at) {
        char c = text[at];
        if (Character.isHighSurrogate(c)
                && at + 1 < text.length
                && Character.isLowSurrogate(text[at + 1])) {
            return "'" + c + text[at + 1] + "'";
        }
        if (EscapedUtf8.isEscape(c)) {
            return "byte 0x%02x".formatted(c & 0xff);
        }
        return switch (c) {
            case '\n' -> "end of line";
            case '\r' -> "carriage return";
            case '\t' -> "tab";
            case ' ' -> "blank";
            default ->
                    c < 0x20 || c == 0x7F || Character.isISOControl(c) || c == '\uFEFF'
                            ? "U+%04X".formatted((int) c)
                            : "'" + c + "'";
        };
    }
}
