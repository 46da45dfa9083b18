package io.sriov.schema.utf8;

import java.nio.charset.StandardCharsets;

/// UTF-8 in which a byte outside any well-formed sequence is one lone low surrogate, `U+DC00` plus
/// the byte, so that decoding loses nothing.
///
/// Well-formed means RFC 3629: shortest form only, no surrogates, nothing above `U+10FFFF`. A lone
/// surrogate outside `U+DC80` to `U+DCFF` stands for the three bytes of its own code point.
public final class EscapedUtf8 {
    private EscapedUtf8() {}

    /// {@return the text itself, or, where it holds lone surrogates, the text that its bytes decode
    /// to}
    ///
    /// Escaped bytes that together are well-formed UTF-8 become the characters they spell. A lone
    /// surrogate that is no escaped byte becomes the three escaped bytes of its own code point.
    ///
    /// @param text any text
    public static String canonical(String text) {
        boolean canonical = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (pairAt(text, i)) {
                i++;
            } else if (Character.isSurrogate(c)) {
                canonical &= isEscape(c) && sequenceLength(escapedBytes(text, i)) == 0;
            }
        }
        if (canonical) {
            return text;
        }
        byte[] bytes = encode(text);
        return decode(bytes, 0, bytes.length);
    }

    /// {@return the number of bytes of a text}
    ///
    /// @param text any text
    /// @throws ArithmeticException if they are more than an array can hold
    public static int encodedLength(String text) {
        int chars = text.length();
        long length = chars;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                length += extraBytes(text, i, c);
            }
        }
        return Math.toIntExact(length);
    }

    /// Bytes of the char at an index beyond one; the two chars of a surrogate pair share the four
    /// bytes evenly.
    private static int extraBytes(String text, int i, char c) {
        if (c < 0x800 || pairAt(text, i) || (i > 0 && pairAt(text, i - 1))) {
            return 1;
        }
        return isEscape(c) ? 0 : 2;
    }

    /// {@return the bytes of a text}
    ///
    /// @param text any text
    /// @throws ArithmeticException if they are more than an array can hold
    public static byte[] encode(String text) {
        byte[] bytes = new byte[encodedLength(text)];
        encode(text, bytes, 0);
        return bytes;
    }

    /// Writes the bytes of a text.
    ///
    /// @param text any text
    /// @param out where to; must have room for them
    /// @param at the index of the first byte
    /// @return the index after the last byte
    public static int encode(String text, byte[] out, int at) {
        int chars = text.length();
        int i = 0;
        while (i < chars) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return encodeRest(text, i, out, at);
            }
            out[at++] = (byte) c;
            i++;
        }
        return at;
    }

    private static int encodeRest(String text, int from, byte[] out, int start) {
        int at = start;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                out[at++] = (byte) c;
            } else if (c < 0x800) {
                out[at++] = (byte) (0xc0 | c >> 6);
                out[at++] = continuation(c);
            } else if (pairAt(text, i)) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                out[at++] = (byte) (0xf0 | point >> 18);
                out[at++] = continuation(point >> 12);
                out[at++] = continuation(point >> 6);
                out[at++] = continuation(point);
            } else if (isEscape(c)) {
                out[at++] = (byte) c;
            } else {
                out[at++] = (byte) (0xe0 | c >> 12);
                out[at++] = continuation(c >> 6);
                out[at++] = continuation(c);
            }
        }
        return at;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3f));
    }

    /// {@return the canonical text of the bytes from one index up to another}
    ///
    /// @param in the bytes
    /// @param from the index of the first
    /// @param to the index after the last
    public static String decode(byte[] in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (in[i] < 0) {
                return decodeNonAscii(in, from, to);
            }
        }
        return from == to ? "" : new String(in, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /// {@return the same, faster for long texts, of which few hold bytes that are not UTF-8}
    ///
    /// @param in the bytes
    /// @param from the index of the first
    /// @param to the index after the last
    public static String decodeLong(byte[] in, int from, int to) {
        String text = new String(in, from, to - from, StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') < 0 ? text : decodeNonAscii(in, from, to);
    }

    private static String decodeNonAscii(byte[] in, int from, int to) {
        char[] text = new char[to - from];
        int chars = 0;
        int i = from;
        while (i < to) {
            if (in[i] >= 0) {
                text[chars++] = (char) in[i++];
                continue;
            }
            int window = bytes(in, i, to);
            int length = sequenceLength(window);
            if (length == 0) {
                text[chars++] = (char) (0xdc00 | window >>> 24);
                i++;
            } else {
                chars += Character.toChars(codePoint(window, length), text, chars);
                i += length;
            }
        }
        return new String(text, 0, chars);
    }

    /// {@return the four bytes from an index on, the first of them uppermost; 0 where there are no
    /// more}
    private static int bytes(byte[] in, int at, int to) {
        int window = 0;
        for (int i = at; i < at + 4; i++) {
            window = window << 8 | (i < to ? in[i] & 0xff : 0);
        }
        return window;
    }

    /// {@return the same of the bytes that stand escaped in a text}
    private static int escapedBytes(String text, int at) {
        int window = 0;
        for (int i = at; i < at + 4; i++) {
            char c = i < text.length() ? text.charAt(i) : 0;
            window = window << 8 | (isEscape(c) ? c & 0xff : 0);
        }
        return window;
    }

    /// {@return the length of the well-formed sequence of two bytes or more that four bytes begin
    /// with, or 0 if there is none}
    private static int sequenceLength(int window) {
        int lead = window >>> 24;
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        // The second byte of a few leads has a narrower range: no long forms, no surrogates,
        // nothing above U+10FFFF.
        int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        int second = window >>> 16 & 0xff;
        if (second < lowest || second > highest) {
            return 0;
        }
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        int beyond = 8 * (4 - length);
        return (window & 0xc0c0) >>> beyond == 0x8080 >>> beyond ? length : 0;
    }

    private static int codePoint(int window, int length) {
        int point = (window >>> 24) & (0xff >> (length + 1));
        for (int k = 1; k < length; k++) {
            point = (point << 6) | ((window >>> (8 * (3 - k))) & 0x3f);
        }
        return point;
    }

    /// {@return the index of the first lone surrogate from an index on, or -1 where there is none}
    ///
    /// @param text any text
    /// @param from where to begin, not inside a pair
    public static int loneSurrogate(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!pairAt(text, i)) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    private static boolean pairAt(CharSequence text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }

    /// {@return whether a lone surrogate stands for one byte, its lowest eight bits}
    ///
    /// @param c a lone surrogate, or any other character
    public static boolean isEscape(char c) {
        return c >= 0xdc80 && c <= 0xdcff;
    }
}
