package io.sriov.schema.diagnostic;

/// Shows text of unknown origin in a message: a name from a file cannot drive the terminal.
public final class PrintableText {

    private PrintableText() {}

    /// {@return the text with its control and format characters, tabs excepted, each shown as a
    /// backslash, `u` and four hexadecimal digits}
    ///
    /// @param text any text
    public static String of(String text) {
        int i = 0;
        while (i < text.length() && isPrintable(text.charAt(i))) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        var out = new StringBuilder(text.length() + 16).append(text, 0, i);
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPrintable(c)) {
                out.append(c);
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        return out.toString();
    }

    private static boolean isPrintable(char c) {
        return c == '\t'
                || !(Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }
}
