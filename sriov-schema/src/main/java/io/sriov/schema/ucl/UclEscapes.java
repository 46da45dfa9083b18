package io.sriov.schema.ucl;

import io.sriov.schema.utf8.EscapedUtf8;

/// Replaces the escapes of strings, as `ucl_unescape_json_string` and `ucl_unescape_squoted_string`
/// in libucl's `ucl_util.c` do: in bytes, so that what they cut apart or put together is the same.
///
/// Two escapes that make a UTF-16 surrogate pair make the one character they stand for in JSON.
final class UclEscapes {

    private UclEscapes() {}

    /// {@return `text[from..to)` with JSON's escapes replaced}
    ///
    /// In an unquoted word an escape can be cut short by the end of the word; missing hexadecimal
    /// digits then count as zeros, and with fewer than three bytes left the escape is only a `u`
    /// that swallows the byte after it.
    ///
    /// @param byteEscapes whether the escape of a lone surrogate that stands for a byte is that
    ///   byte
    static String unescape(char[] text, int from, int to, boolean byteEscapes) {
        byte[] bytes = bytes(text, from, to);
        int length = bytes.length;
        if (length <= 1) {
            return EscapedUtf8.decode(bytes, 0, length);
        }
        // What an escape makes is never longer than the escape.
        int put = 0;
        int highAt = -1;
        int at = 0;
        while (at < length) {
            byte b = bytes[at++];
            if (b != '\\' || at == length) {
                bytes[put++] = b;
                continue;
            }
            byte escape = bytes[at++];
            switch (escape) {
                case 'n' -> bytes[put++] = '\n';
                case 'r' -> bytes[put++] = '\r';
                case 'b' -> bytes[put++] = '\b';
                case 't' -> bytes[put++] = '\t';
                case 'f' -> bytes[put++] = '\f';
                case 'u' -> {
                    if (length - at < 3) {
                        bytes[put++] = 'u';
                        at = Math.min(length, at + 1);
                        continue;
                    }
                    char c = hexCharacter(bytes, at, length);
                    at = Math.min(length, at + 4);
                    if (Character.isLowSurrogate(c) && highAt >= 0 && put == highAt + 3) {
                        put = join(bytes, highAt, c);
                    } else if (byteEscapes && EscapedUtf8.isEscape(c)) {
                        bytes[put++] = (byte) c;
                    } else {
                        highAt = Character.isHighSurrogate(c) ? put : -1;
                        put = put(bytes, put, c);
                    }
                }
                default -> bytes[put++] = escape;
            }
        }
        return EscapedUtf8.decode(bytes, 0, put);
    }

    private static byte[] bytes(char[] text, int from, int to) {
        byte[] bytes = new byte[to - from];
        for (int i = from; i < to; i++) {
            if (text[i] >= 0x80) {
                return EscapedUtf8.encode(new String(text, from, to - from));
            }
            bytes[i - from] = (byte) text[i];
        }
        return bytes;
    }

    /// Puts a character in the place of the high surrogate that is its first half.
    private static int join(byte[] bytes, int highAt, char low) {
        char high = (char) (0xd000 | (bytes[highAt + 1] & 0x3f) << 6 | (bytes[highAt + 2] & 0x3f));
        return EscapedUtf8.encode(String.valueOf(new char[] {high, low}), bytes, highAt);
    }

    /// Writes the bytes of a character, with three even for a surrogate.
    private static int put(byte[] bytes, int at, char c) {
        int put = at;
        if (c < 0x80) {
            bytes[put++] = (byte) c;
        } else {
            if (c < 0x800) {
                bytes[put++] = (byte) (0xc0 | c >> 6);
            } else {
                bytes[put++] = (byte) (0xe0 | c >> 12);
                bytes[put++] = (byte) (0x80 | (c >> 6 & 0x3f));
            }
            bytes[put++] = (byte) (0x80 | (c & 0x3f));
        }
        return put;
    }

    private static char hexCharacter(byte[] bytes, int from, int to) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value <<= 4;
            int digit =
                    from + i < to ? UclCharacters.hexDigit((char) (bytes[from + i] & 0xff)) : -1;
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
        return EscapedUtf8.canonical(out.toString());
    }
}
