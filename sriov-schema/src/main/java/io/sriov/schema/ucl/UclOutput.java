package io.sriov.schema.ucl;

import io.sriov.schema.utf8.EscapedUtf8;
import java.io.IOException;
import java.io.Writer;
import tools.jackson.core.exc.JacksonIOException;

/// Characters on their way to a [Writer]: plain text, quoted strings and indentation, through one
/// buffer.
///
/// Not thread-safe.
final class UclOutput {

    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final String INDENT = "    ";

    private final Writer target;
    private final char[] buffer;
    private int used;

    UclOutput(Writer target, char[] buffer) {
        this.target = target;
        this.buffer = buffer;
    }

    Writer target() {
        return target;
    }

    int buffered() {
        return used;
    }

    void put(char c) {
        if (used == buffer.length) {
            drain();
        }
        buffer[used++] = c;
    }

    void put(String text) {
        put(text, 0, text.length());
    }

    void put(String text, int offset, int length) {
        int end = offset + length;
        for (int from = offset; from < end; ) {
            if (used == buffer.length) {
                drain();
            }
            int n = Math.min(end - from, buffer.length - used);
            text.getChars(from, from + n, buffer, used);
            used += n;
            from += n;
        }
    }

    void newLine(int depth) {
        put('\n');
        for (int i = 0; i < depth; i++) {
            put(INDENT);
        }
    }

    /// Writes a string value in double quotes. `$` is written as an escape, because readers look
    /// for variables in the raw text of a string only: so no variable of any reader is ever found
    /// in it.
    void putQuotedValue(String text) {
        putQuoted(text, true);
    }

    /// Writes a key in double quotes. Variables are never expanded in keys.
    void putQuotedKey(String text) {
        putQuoted(text, false);
    }

    private void putQuoted(String text, boolean escapeDollar) {
        put('"');
        int plainFrom = 0;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (isPlain(c, escapeDollar)) {
                continue;
            }
            if (Character.isSurrogate(c)) {
                if (isPairAt(text, i)) {
                    i++;
                    continue;
                }
                if (EscapedUtf8.isEscape(c)) {
                    continue;
                }
            }
            put(text, plainFrom, i - plainFrom);
            putEscaped(c);
            plainFrom = i + 1;
        }
        put(text, plainFrom, length - plainFrom);
        put('"');
    }

    private static boolean isPlain(char c, boolean escapeDollar) {
        return c >= ' '
                && c != '"'
                && c != '\\'
                && c != 0x7f
                && !(c == '$' && escapeDollar)
                && !Character.isSurrogate(c);
    }

    private static boolean isPairAt(String text, int index) {
        return index + 1 < text.length()
                && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
    }

    private void putEscaped(char c) {
        put('\\');
        switch (c) {
            case '"', '\\' -> put(c);
            case '\n' -> put('n');
            case '\r' -> put('r');
            case '\t' -> put('t');
            case '\b' -> put('b');
            case '\f' -> put('f');
            default -> {
                put('u');
                for (int shift = 12; shift >= 0; shift -= 4) {
                    put(HEX[(c >> shift) & 0xf]);
                }
            }
        }
    }

    /// Hands everything buffered to the target.
    ///
    /// @throws JacksonIOException if the target fails
    void drain() {
        if (used > 0) {
            int length = used;
            used = 0;
            try {
                target.write(buffer, 0, length);
            } catch (IOException e) {
                throw JacksonIOException.construct(e);
            }
        }
    }
}
