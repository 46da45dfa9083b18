package io.sriov.schema.text;

import java.util.Optional;

/// Encodings that editors write instead of UTF-8 and in which every ASCII character has NULs.
enum WideEncoding {
    UTF_32LE,
    UTF_32BE,
    UTF_16LE,
    UTF_16BE;

    /// {@return what iconv(1) calls it}
    String label() {
        return name().replace("_3", "-3").replace("_1", "-1");
    }

    /// {@return the encoding that a file seems to be in, by its byte order mark or by the NULs of
    /// its first character; empty where it seems to be none of these}
    ///
    /// @param bytes the file's bytes
    static Optional<WideEncoding> of(byte[] bytes) {
        int first = pair(bytes, 0);
        int second = pair(bytes, 2);
        boolean four = bytes.length >= 4;
        if (first == 0xfffe) {
            return Optional.of(four && second == 0 ? UTF_32LE : UTF_16LE);
        }
        if (first == 0xfeff) {
            return Optional.of(UTF_16BE);
        }
        if (first == 0 && (second == 0xfeff || isAscii(second))) {
            return Optional.of(UTF_32BE);
        }
        if (isAscii(first)) {
            return Optional.of(UTF_16BE);
        }
        if (isAscii(Integer.reverseBytes(first) >>> 16)) {
            return Optional.of(four && second == 0 ? UTF_32LE : UTF_16LE);
        }
        return Optional.empty();
    }

    private static int pair(byte[] bytes, int at) {
        return at + 1 < bytes.length ? (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff) : -1;
    }

    private static boolean isAscii(int character) {
        return character >= '\t' && character < 0x7f;
    }
}
