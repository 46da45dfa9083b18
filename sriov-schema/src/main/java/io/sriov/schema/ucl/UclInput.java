package io.sriov.schema.ucl;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.StreamReadConstraints;

/// Text in memory, followed by one NUL: the reader may look one character past the end, where it
/// finds what libucl finds behind a mapped file.
final class UclInput {

    /// What to say at `malformedAt`.
    static final String MALFORMED = "the text is not UTF-8 here";

    private static final int BUFFER = 8192;

    private final char[] chars;
    private final int length;
    private final int malformedAt;

    private UclInput(char[] chars, int length, int malformedAt) {
        this.chars = chars;
        this.length = length;
        this.malformedAt = malformedAt;
    }

    /// {@return the text and, behind its last character, a NUL}
    char[] chars() {
        return chars;
    }

    /// {@return the number of characters}
    int length() {
        return length;
    }

    /// {@return the offset of the first character whose bytes were not UTF-8, or -1}
    int malformedAt() {
        return malformedAt;
    }

    static UclInput of(String text) {
        char[] chars = new char[text.length() + 1];
        text.getChars(0, text.length(), chars, 0);
        return new UclInput(chars, text.length(), -1);
    }

    static UclInput of(char[] text, int offset, int length) {
        char[] chars = new char[length + 1];
        System.arraycopy(text, offset, chars, 0, length);
        return new UclInput(chars, length, -1);
    }

    static UclInput of(byte[] utf8, int offset, int length) {
        String text = new String(utf8, offset, length, StandardCharsets.UTF_8);
        int malformedAt = text.indexOf('\uFFFD') < 0 ? -1 : malformedAt(utf8, offset, length);
        char[] chars = new char[text.length() + 1];
        text.getChars(0, text.length(), chars, 0);
        return new UclInput(chars, text.length(), malformedAt);
    }

    static UclInput of(InputStream stream, StreamReadConstraints constraints) throws IOException {
        byte[] buffer = new byte[Math.max(BUFFER, stream.available() + 1)];
        int length = 0;
        while (true) {
            int read = stream.read(buffer, length, buffer.length - length);
            if (read < 0) {
                return of(buffer, 0, length);
            }
            length += read;
            constraints.validateDocumentLength(length);
            if (length == buffer.length) {
                buffer = Arrays.copyOf(buffer, larger(length));
            }
        }
    }

    static UclInput of(Reader reader, StreamReadConstraints constraints) throws IOException {
        char[] buffer = new char[BUFFER];
        int length = 0;
        while (true) {
            int read = reader.read(buffer, length, buffer.length - length);
            if (read < 0) {
                buffer[length] = 0;
                return new UclInput(buffer, length, -1);
            }
            length += read;
            constraints.validateDocumentLength(length);
            if (length == buffer.length) {
                buffer = Arrays.copyOf(buffer, larger(length));
            }
        }
    }

    private static int larger(int length) throws IOException {
        if (length > (Integer.MAX_VALUE - 16) / 2) {
            throw new IOException("the text is longer than 1 GiB");
        }
        return length * 2;
    }

    private static int malformedAt(byte[] utf8, int offset, int length) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(utf8, offset, length);
        CharBuffer out = CharBuffer.allocate(length);
        CoderResult result = decoder.decode(in, out, true);
        return result.isError() ? out.position() : -1;
    }
}
