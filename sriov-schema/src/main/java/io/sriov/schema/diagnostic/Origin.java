package io.sriov.schema.diagnostic;

/// A place in a named source: a file, or whatever the caller named its text.
///
/// @param source the source's name as the user would write it, for a file the path as given
/// @param line the line, from 1; 0 where only the source as a whole is meant
/// @param column the column, from 1, counted in UTF-16 code units; 0 where only the line is known
public record Origin(String source, int line, int column) {

    public Origin {
        if (line < 0 || column < 0) {
            throw new IllegalArgumentException("negative position " + line + ":" + column);
        }
    }

    /// {@return the source as a whole, without a position}
    ///
    /// @param source the source's name
    public static Origin whole(String source) {
        return new Origin(source, 0, 0);
    }

    /// {@return whether a line is known}
    public boolean hasPosition() {
        return line > 0;
    }

    /// {@return `SOURCE:LINE:COLUMN`, or as much of it as is known}
    @Override
    public String toString() {
        if (line == 0) {
            return source;
        }
        return column == 0 ? source + ":" + line : source + ":" + line + ":" + column;
    }
}
