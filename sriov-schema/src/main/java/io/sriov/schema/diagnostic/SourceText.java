package io.sriov.schema.diagnostic;

import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The text of a source, kept so that a diagnostic can show the line it speaks of.
///
/// Lines end with LF, CR LF or CR. Immutable and thread-safe.
public final class SourceText {
    private final String name;
    private final String text;
    private volatile int @Nullable [] lineStarts;

    private SourceText(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /// {@return the text under its name}
    ///
    /// @param name the source's name, as used in [Origin#source()]
    /// @param text the whole text
    public static SourceText of(String name, String text) {
        return new SourceText(name, text);
    }

    /// {@return the source's name}
    public String name() {
        return name;
    }

    /// {@return the whole text}
    public String text() {
        return text;
    }

    /// {@return line `number` without its terminator, or empty where the text has no such line}
    ///
    /// @param number the line's number, from 1
    public Optional<String> line(int number) {
        return excerpt(number, 1, Integer.MAX_VALUE).map(SourceExcerpt::text);
    }

    /// {@return what surrounds a column of line `number`, or empty where the text has no such line}
    ///
    /// @param number the line's number, from 1
    /// @param column the column, from 1; one beyond the line means its end
    /// @param widest the most characters: texts of one huge line have as many problems as others
    Optional<SourceExcerpt> excerpt(int number, int column, int widest) {
        int[] starts = lineStarts();
        if (number < 1 || number > starts.length) {
            return Optional.empty();
        }
        int start = starts[number - 1];
        int end = number < starts.length ? starts[number] : text.length();
        while (end > start && isTerminator(text.charAt(end - 1))) {
            end--;
        }
        int length = end - start;
        int caret = Math.clamp(column - 1, 0, length);
        caret -= splitsPair(start + caret) ? 1 : 0;
        int from = length <= widest ? 0 : Math.max(0, caret - widest / 2);
        int to = length - from <= widest ? length : from + widest;
        from += splitsPair(start + from) ? 1 : 0;
        to -= splitsPair(start + to) ? 1 : 0;
        return Optional.of(
                new SourceExcerpt(
                        text.substring(start + from, start + to),
                        caret - from,
                        to - from == length));
    }

    private boolean splitsPair(int at) {
        return at > 0
                && at < text.length()
                && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
    }

    private int[] lineStarts() {
        int[] starts = lineStarts;
        if (starts == null) {
            starts =
                    IntStream.concat(
                                    IntStream.of(0),
                                    IntStream.range(0, text.length())
                                            .filter(this::endsLine)
                                            .map(i -> i + 1))
                            .toArray();
            lineStarts = starts;
        }
        return starts;
    }

    private boolean endsLine(int i) {
        char c = text.charAt(i);
        return c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1));
    }

    private static boolean isTerminator(char c) {
        return c == '\n' || c == '\r';
    }
}
