package io.sriov.schema.diagnostic;

import io.sriov.schema.utf8.EscapedUtf8;

/// Shows text of unknown origin in a message: a name from a file cannot drive the terminal.
public final class PrintableText {

    private PrintableText() {}

    /// {@return the text with its control and format characters, tabs excepted, each shown as a
    /// backslash, `u` and four hexadecimal digits, and each byte that is not UTF-8 as a backslash,
    /// `x` and two}
    ///
    /// @param text any text
    public static String of(String text) {
        int i = 0;
        while (i < text.length() && isPrintable(text, i)) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        var out = new StringBuilder(text.length() + 16).append(text, 0, i);
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPrintable(text, i)) {
                out.append(c);
            } else if (EscapedUtf8.isEscape(c)) {
                out.append(String.format("\\x%02x", c & 0xff));
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        return out.toString();
    }

    private static boolean isPrintable(String text, int i) {
        char c = text.charAt(i);
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\t';
            case Character.FORMAT -> false;
            case Character.SURROGATE -> isHalfOfPair(text, i);
            default -> true;
        };
    }

    private static boolean isHalfOfPair(String text, int i) {
        int other = Character.isHighSurrogate(text.charAt(i)) ? i + 1 : i - 1;
        return other >= 0
                && other < text.length()
                && Character.isSurrogatePair(
                        text.charAt(Math.min(i, other)), text.charAt(Math.max(i, other)));
    }
}
