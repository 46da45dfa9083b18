package io.sriov.schema.ucl;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.io.ContentReference;

/// One text that is read, and how its character offsets map to lines and columns.
///
/// The table of lines is made when the first location is asked for.
final class UclSource {

    private final char[] text;
    private final int length;
    private final ContentReference reference;
    private final int number;

    private int @Nullable [] lineStarts;
    private int lastLine;

    /// @param input the text
    /// @param reference what locations name as the source
    /// @param number the place of this source in the [tree][UclTree]'s list
    UclSource(UclInput input, ContentReference reference, int number) {
        this.text = input.chars();
        this.length = input.length();
        this.reference = reference;
        this.number = number;
    }

    /// @param other the same text as a source of another tree
    /// @param number the place of this source in its tree's list
    UclSource(UclSource other, int number) {
        this.text = other.text;
        this.length = other.length;
        this.reference = other.reference;
        this.number = number;
    }

    /// {@return the characters, and a NUL after the last one}
    char[] text() {
        return text;
    }

    int length() {
        return length;
    }

    int number() {
        return number;
    }

    /// {@return the place of a character}
    ///
    /// @param offset from 0 to the length of the text
    TokenStreamLocation location(int offset) {
        int[] starts = lineStarts();
        int line = lastLine;
        if (starts[line] > offset || (line + 1 < starts.length && starts[line + 1] <= offset)) {
            if (line + 1 < starts.length
                    && starts[line + 1] <= offset
                    && (line + 2 >= starts.length || starts[line + 2] > offset)) {
                line++;
            } else {
                int found = Arrays.binarySearch(starts, offset);
                line = found >= 0 ? found : -found - 2;
            }
            lastLine = line;
        }
        return new TokenStreamLocation(reference, offset, line + 1, offset - starts[line] + 1);
    }

    private int[] lineStarts() {
        int[] starts = lineStarts;
        if (starts == null) {
            int lines = 1;
            for (int i = 0; i < length; i++) {
                if (text[i] == '\n') {
                    lines++;
                }
            }
            starts = new int[lines];
            int line = 1;
            for (int i = 0; i < length; i++) {
                if (text[i] == '\n') {
                    starts[line++] = i + 1;
                }
            }
            lineStarts = starts;
        }
        return starts;
    }
}
