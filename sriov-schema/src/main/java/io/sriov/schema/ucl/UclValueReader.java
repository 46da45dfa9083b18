package io.sriov.schema.ucl;

import io.sriov.schema.utf8.EscapedUtf8;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;

/// Reads the values that have no parts: strings of every style, numbers, booleans, null.
abstract class UclValueReader extends UclScanner {

    final UclReadSettings settings;
    final UclVariables variables;
    final StreamReadConstraints constraints;

    private final UclNumber number;

    UclValueReader(
            UclReadSettings settings,
            UclTree tree,
            @Nullable UclParser parser,
            UclVariables variables,
            UclSource source,
            int from,
            int to) {
        super(tree, parser, source, from, to);
        this.settings = settings;
        this.constraints = settings.constraints();
        this.variables = variables;
        this.number = new UclNumber(settings.has(UclReadFeature.UNSIGNED_INTEGERS));
    }

    /// {@return the node that takes the value that begins at `start`}
    abstract int slot(int start);

    /// Reads the value that begins here.
    final void readScalar() {
        int start = at;
        switch (text[start]) {
            case '"' -> {
                at++;
                scanQuoted();
                setText(slot(start), UclStringStyle.QUOTED, start, at, start + 1, at - 1);
            }
            case '\'' -> {
                at++;
                scanSingleQuoted();
                sawDollar = false;
                setText(slot(start), UclStringStyle.SINGLE_QUOTED, start, at, start + 1, at - 1);
            }
            case '<' -> {
                if (!readHeredoc(start)) {
                    readWord(start);
                }
            }
            default -> readWord(start);
        }
    }

    private void setText(int node, UclStringStyle style, int start, int stop, int from, int to) {
        constraints.validateStringLength(to - from);
        boolean expand = sawDollar && settings.has(UclReadFeature.VARIABLES);
        if (!sawBackslash && !expand) {
            tree.setSlice(node, style, source.number(), start, stop, from, to);
            return;
        }
        String value =
                !sawBackslash
                        ? new String(text, from, to - from)
                        : style == UclStringStyle.SINGLE_QUOTED
                                ? UclEscapes.unescapeSingleQuoted(text, from, to)
                                : UclEscapes.unescape(
                                        text, from, to, settings.has(UclReadFeature.BYTE_ESCAPES));
        if (expand) {
            value = variables.expand(value);
        }
        tree.setString(node, style, source.number(), start, stop, value);
    }

    private void readWord(int start) {
        if (UclCharacters.isNumberStart(text[start])) {
            int after = number.read(text, start, end);
            if (after == UclNumber.OUT_OF_RANGE) {
                throw error(start, "the number " + shown(start) + " is out of range");
            }
            if (after != UclNumber.NO_NUMBER) {
                int stop = number.spellingEnd();
                if (number.type() == UclTree.FLOAT) {
                    constraints.validateFPLength(stop - start);
                } else {
                    constraints.validateIntegerLength(stop - start);
                }
                tree.setNumber(
                        slot(start), number.type(), number.bits(), source.number(), start, stop);
                at = after;
                return;
            }
        }
        scanWord();
        int stop = at;
        while (stop > start && UclCharacters.isBlank(text[stop - 1])) {
            stop--;
        }
        if (stop == start) {
            throw error(at, "a value is missing before " + next());
        }
        int node = slot(start);
        if (stop - start <= 5 && setConstant(node, start, stop)) {
            return;
        }
        setText(node, UclStringStyle.BARE, start, stop, start, stop);
    }

    private String shown(int start) {
        int stop = start;
        while (stop < end
                && stop - start < 40
                && (UclCharacters.isName(text[stop]) || text[stop] == '+')) {
            stop++;
        }
        return new String(text, start, stop - start);
    }

    private boolean setConstant(int node, int start, int stop) {
        switch (text[start]) {
            case 'n', 'N', 'i', 't', 'T', 'f', 'F', 'y', 'Y', 'o', 'O' -> {}
            default -> {
                return false;
            }
        }
        String word = new String(text, start, stop - start);
        int in = source.number();
        switch (word) {
            case "null" -> tree.setConstant(node, UclTree.NULL, in, start, stop);
            case "nan" -> setDouble(node, Double.NaN, start, stop);
            case "inf" -> setDouble(node, Double.POSITIVE_INFINITY, start, stop);
            default -> {
                switch (word.toLowerCase(Locale.ROOT)) {
                    case "true", "yes", "on" ->
                            tree.setConstant(node, UclTree.TRUE, in, start, stop);
                    case "false", "no", "off" ->
                            tree.setConstant(node, UclTree.FALSE, in, start, stop);
                    default -> {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private void setDouble(int node, double value, int start, int stop) {
        tree.setNumber(
                node,
                UclTree.FLOAT,
                Double.doubleToRawLongBits(value),
                source.number(),
                start,
                stop);
    }

    /// Reads a multi-line string, if this is one.
    private boolean readHeredoc(int start) {
        if (end - at <= 3 || text[at + 1] != '<') {
            return false;
        }
        int term = at + 2;
        int termEnd = term;
        while (termEnd < end && text[termEnd] >= 'A' && text[termEnd] <= 'Z') {
            termEnd++;
        }
        if (termEnd < end && text[termEnd] != '\n') {
            return false;
        }
        int body = termEnd + 1;
        sawBackslash = false;
        sawDollar = false;
        int terminator = termEnd < end ? terminator(term, termEnd, body) : -1;
        if (terminator < 0) {
            throw error(
                    end,
                    "the text opened at "
                            + place(source, start)
                            + " is not closed with a line '"
                            + new String(text, term, Math.min(termEnd - term, 100))
                            + "' that is followed by a line end, ';' or ','");
        }
        at = terminator + (termEnd - term);
        if (text[terminator - 1] < 0x80) {
            setText(slot(start), UclStringStyle.HEREDOC, start, at, body, terminator - 1);
        } else {
            setWithoutLastByte(slot(start), start, body, terminator);
        }
        return true;
    }

    /// libucl leaves out the last byte, which is a line end unless the terminator is empty.
    private void setWithoutLastByte(int node, int start, int from, int to) {
        constraints.validateStringLength(to - from);
        byte[] bytes = EscapedUtf8.encode(new String(text, from, to - from));
        String value = EscapedUtf8.decodeLong(bytes, 0, bytes.length - 1);
        if (sawDollar && settings.has(UclReadFeature.VARIABLES)) {
            value = variables.expand(value);
        }
        tree.setString(node, UclStringStyle.HEREDOC, source.number(), start, at, value);
    }

    /// {@return where the terminator of a multi-line string stands, or -1}
    ///
    /// A dollar sign counts only where libucl looks for one: not in a character that a terminator
    /// could begin with, which is any character of a later line when the terminator is empty.
    private int terminator(int term, int termEnd, int body) {
        int length = termEnd - term;
        boolean uniform = true;
        for (int i = term; i < termEnd; i++) {
            uniform &= text[i] == text[term];
        }
        boolean lineStart = false;
        boolean matchedBefore = false;
        for (int i = body; i < end; i++) {
            if (lineStart) {
                if (end - i < length) {
                    return -1;
                }
                // After a match, the next character can begin a match only if all are the same.
                boolean matches =
                        (matchedBefore && length > 0)
                                ? uniform && text[i + length - 1] == text[term]
                                : Arrays.equals(text, i, i + length, text, term, termEnd);
                matchedBefore = matches;
                if (matches) {
                    char after = text[i + length];
                    if (after == '\n' || after == ';' || after == ',') {
                        return i;
                    }
                    continue;
                }
            }
            lineStart = text[i] == '\n';
            sawDollar |= text[i] == '$';
            matchedBefore = false;
        }
        return -1;
    }
}
