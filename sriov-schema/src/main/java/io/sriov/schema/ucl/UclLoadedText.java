package io.sriov.schema.ucl;

/// What `.load` makes of a file's contents (`ucl_object_fromstring_common` in libucl's
/// `ucl_util.c`).
final class UclLoadedText {

    private UclLoadedText() {}

    /// {@return the contents as a string, trimmed and escaped as the arguments want it}
    static String of(UclInput input, UclArguments arguments) {
        char[] chars = input.chars();
        int from = 0;
        int to = input.length();
        if (Boolean.TRUE.equals(arguments.bool("trim", "try", "multiline", "escape"))) {
            while (from < to && UclCharacters.isSpace(chars[from])) {
                from++;
            }
            if (from == to) {
                return ""; // libucl keeps a byte from behind the text here
            }
            while (UclCharacters.isSpace(chars[to - 1])) {
                to--;
            }
        }
        if (!Boolean.TRUE.equals(arguments.bool("escape", "try", "multiline"))) {
            return new String(chars, from, to - from);
        }
        StringBuilder out = new StringBuilder(to - from + 16);
        for (int i = from; i < to; i++) {
            switch (chars[i]) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case '\0' -> out.append("\\u0000");
                case '\u000B' -> out.append("\\u000B");
                case '\\' -> out.append("\\\\");
                case '"' -> out.append("\\\"");
                default -> out.append(chars[i]);
            }
        }
        return out.toString();
    }

    /// {@return what strtoll(3) makes of the contents: blanks, a sign, digits; 0 without any}
    static long integer(UclInput input) {
        char[] chars = input.chars();
        int at = 0;
        while (at < input.length() && UclCharacters.isSpace(chars[at])) {
            at++;
        }
        boolean negative = chars[at] == '-';
        if (negative || chars[at] == '+') {
            at++;
        }
        long value = 0;
        for (; at < input.length() && UclCharacters.isDigit(chars[at]); at++) {
            int digit = chars[at] - '0';
            if (value < (Long.MIN_VALUE + digit) / 10) {
                return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            value = value * 10 - digit;
        }
        if (negative) {
            return value;
        }
        return value == Long.MIN_VALUE ? Long.MAX_VALUE : -value;
    }
}
