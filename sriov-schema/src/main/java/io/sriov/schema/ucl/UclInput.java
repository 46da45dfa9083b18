package io.sriov.schema.ucl;

import io.sriov.schema.utf8.EscapedUtf8;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.Arrays;
import tools.jackson.core.StreamReadConstraints;

/// Text in memory, followed by one NUL: the reader may look one character past the end, where it
/// finds what libucl finds behind a mapped file.
final class UclInput {

    private static final int BUFFER = 8192;

    private final char[] chars;
    private final int length;

    private UclInput(char[] chars, int length) {
        this.chars = chars;
        this.length = length;
    }

    /// {@return the text and, behind its last character, a NUL}
    char[] chars() {
        return chars;
    }

    /// {@return the number of characters}
    int length() {
        return length;
    }

    static UclInput of(String text) {
        char[] chars = new char[text.length() + 1];
        text.getChars(0, text.length(), chars, 0);
        return new UclInput(chars, text.length());
    }

    static UclInput of(char[] text, int offset, int length) {
        char[] chars = new char[length + 1];
        System.arraycopy(text, offset, chars, 0, length);
        return new UclInput(chars, length);
    }

    static UclInput of(byte[] utf8, int offset, int length) {
        return of(EscapedUtf8.decodeLong(utf8, offset, offset + length));
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
                return new UclInput(buffer, length);
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
}
