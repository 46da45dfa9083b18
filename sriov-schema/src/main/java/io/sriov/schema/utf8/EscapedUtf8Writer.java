package io.sriov.schema.utf8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;

/// Writes text as the bytes that it is to [EscapedUtf8]: what is not UTF-8 comes out as it was
/// read.
///
/// Buffers, and does so by itself. Not thread-safe.
public final class EscapedUtf8Writer extends Writer {
    private static final int BUFFER = 8192;

    /// The most bytes of one `char`.
    private static final int WIDEST = 3;

    private final OutputStream target;
    private final byte[] buffer = new byte[BUFFER];
    private int used;

    /// A high surrogate whose other half may be the next character, or 0.
    private char pending;

    /// Creates a writer.
    ///
    /// @param target where the bytes go
    public EscapedUtf8Writer(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int c) throws IOException {
        put((char) c);
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        int end = from + length;
        int i = from;
        while (i < end) {
            if (pending == 0) {
                i = putWhole(text, i, end);
                if (i == end) {
                    return;
                }
            }
            put(text[i++]);
        }
    }

    /// Puts characters up to a surrogate, or to one for which the buffer may be too small; returns
    /// its index.
    private int putWhole(char[] text, int from, int end) {
        int at = used;
        int i = from;
        while (true) {
            int stop = i + Math.min(end - i, BUFFER - at);
            while (i < stop && text[i] < 0x80) {
                buffer[at++] = (byte) text[i++];
            }
            if (i == end || at > BUFFER - WIDEST || Character.isSurrogate(text[i])) {
                break;
            }
            char c = text[i++];
            if (c < 0x800) {
                buffer[at++] = (byte) (0xc0 | c >> 6);
            } else {
                buffer[at++] = (byte) (0xe0 | c >> 12);
                buffer[at++] = (byte) (0x80 | (c >> 6 & 0x3f));
            }
            buffer[at++] = (byte) (0x80 | (c & 0x3f));
        }
        used = at;
        return i;
    }

    private void put(char c) throws IOException {
        // Room for this one and for a half that is pending, before it or after it.
        if (used > BUFFER - 2 * WIDEST) {
            drain();
        }
        if (pending != 0) {
            char high = pending;
            pending = 0;
            if (Character.isLowSurrogate(c)) {
                int point = Character.toCodePoint(high, c);
                buffer[used++] = (byte) (0xf0 | point >> 18);
                continuation(point >> 12);
                continuation(point >> 6);
                continuation(point);
                return;
            }
            three(high);
        }
        if (c < 0x80) {
            buffer[used++] = (byte) c;
        } else if (c < 0x800) {
            buffer[used++] = (byte) (0xc0 | c >> 6);
            continuation(c);
        } else if (Character.isHighSurrogate(c)) {
            pending = c;
        } else if (EscapedUtf8.isEscape(c)) {
            buffer[used++] = (byte) c;
        } else {
            three(c);
        }
    }

    private void three(char c) {
        buffer[used++] = (byte) (0xe0 | c >> 12);
        continuation(c >> 6);
        continuation(c);
    }

    private void continuation(int bits) {
        buffer[used++] = (byte) (0x80 | (bits & 0x3f));
    }

    private void drain() throws IOException {
        int length = used;
        used = 0;
        target.write(buffer, 0, length);
    }

    /// Hands on everything but half a surrogate pair.
    @Override
    public void flush() throws IOException {
        drain();
        target.flush();
    }

    @Override
    public void close() throws IOException {
        try (OutputStream closing = target) {
            if (pending != 0) {
                char high = pending;
                pending = 0;
                three(high);
            }
            drain();
            closing.flush();
        }
    }
}
