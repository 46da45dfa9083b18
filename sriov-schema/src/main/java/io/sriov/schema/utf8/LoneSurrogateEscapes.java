package io.sriov.schema.utf8;

import java.io.IOException;
import java.io.Writer;

/// Passes text on with each lone surrogate as a backslash, `u` and four hexadecimal digits: inside
/// a string of JSON that is the same character, and the whole becomes text that UTF-8 can write.
///
/// For a Jackson generator, whose lone surrogates can stand in strings and keys only. Not
/// thread-safe.
public final class LoneSurrogateEscapes extends Writer {
    private final Writer target;

    /// A high surrogate whose other half may be the next character, or 0.
    private char pending;

    /// Creates a writer.
    ///
    /// @param target where the text goes; closed with this
    public LoneSurrogateEscapes(Writer target) {
        this.target = target;
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        int end = from + length;
        int plain = from;
        for (int i = from; i < end; i++) {
            char c = text[i];
            if (pending == 0 && !Character.isSurrogate(c)) {
                continue;
            }
            target.write(text, plain, i - plain);
            plain = i;
            char high = pending;
            pending = 0;
            if (high != 0) {
                if (Character.isLowSurrogate(c)) {
                    target.write(new char[] {high, c});
                    plain = i + 1;
                    continue;
                }
                escape(high);
            }
            if (Character.isHighSurrogate(c)) {
                pending = c;
                plain = i + 1;
            } else if (Character.isLowSurrogate(c)) {
                escape(c);
                plain = i + 1;
            }
        }
        target.write(text, plain, end - plain);
    }

    private void escape(char c) throws IOException {
        target.write(String.format("\\u%04x", (int) c));
    }

    /// Hands on everything but half a surrogate pair.
    @Override
    public void flush() throws IOException {
        target.flush();
    }

    @Override
    public void close() throws IOException {
        try (Writer closing = target) {
            if (pending != 0) {
                escape(pending);
                pending = 0;
            }
            closing.flush();
        }
    }
}
