package io.sriov.schema.ucl;

/// Replaces the escapes of strings, as `ucl_unescape_json_string` and `ucl_unescape_squoted_string`
/// in libucl's `ucl_util.c` do.
///
/// Two escapes that make a UTF-16 surrogate pair make the one character they stand for in JSON.
final class UclEscapes {

    private UclEscapes() {}

    /// {@return `text[from..to)` with JSON's escapes replaced}
    ///
    /// In an unquoted word an escape can be cut short by the end of the word; missing hexadecimal
    /// digits then count as zeros, and with fewer than three left the escape is only a `u` that
    /// swallows the character after it.
    static String unescape(char[] text, int from, int to) {
        if (to - from <= 1) {
            return new String(text, from, to - from);
        }
        StringBuilder out = new StringBuilder(to - from);
        int at = from;
        while (at < to) {
            char c = text[at++];
            if (c != '\\' || at == to) {
                out.append(c);
                continue;
            }
            char escape = text[at++];
            switch (escape) {
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 'b' -> out.append('\b');
                case 't' -> out.append('\t');
                case 'f' -> out.append('\f');
                case 'u' -> {
                    if (to - at < 3) {
                        out.append('u');
                    } else {
                        out.append(hexCharacter(text, at, to));
                    }
                    at = Math.min(to, to - at < 3 ? at + 1 : at + 4);
                }
                default -> out.append(escape);
            }
        }
        return out.toString();
    }

    private static char hexCharacter(char[] text, int from, int to) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value <<= 4;
            int digit = from + i < to ? UclCharacters.hexDigit(text[from + i]) : -1;
            if (digit < 0) {
                break;
            }
            value += digit;
        }
        return (char) value;
    }

    /// {@return the single-quoted `text[from..to)` with `\'` replaced by `'` and escaped line ends
    /// left out}
    static String unescapeSingleQuoted(char[] text, int from, int to) {
        if (to - from <= 1) {
            return new String(text, from, to - from);
        }
        StringBuilder out = new StringBuilder(to - from);
        int at = from;
        while (at < to) {
            char c = text[at++];
            if (c != '\\' || at == to) {
                out.append(c);
                continue;
            }
            char escaped = text[at++];
            if (escaped == '\r') {
                if (at < to && text[at] == '\n') {
                    at++;
                }
            } else if (escaped == '\'') {
                out.append(escaped);
            } else if (escaped != '\n') {
                out.append('\\').append(escaped);
            }
        }
        return out.toString();
    }
}
