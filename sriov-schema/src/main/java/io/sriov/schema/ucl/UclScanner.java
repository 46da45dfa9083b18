package io.sriov.schema.ucl;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamLocation;

/// The text being read and the place in it, with the steps that only look at characters.
///
/// Like libucl, the scanner may look at the one character after the end of the text, which is a NUL
/// unless the text is a part of a larger one.
abstract class UclScanner {

    final UclTree tree;
    final @Nullable UclParser parser;

    UclSource source;
    char[] text;
    int end;

    /// The next character.
    int at;

    /// A backslash was seen by the last scan of a string.
    boolean sawBackslash;

    /// A dollar sign was seen by the last scan of a string.
    boolean sawDollar;

    UclScanner(UclTree tree, @Nullable UclParser parser, UclSource source, int from, int to) {
        this.tree = tree;
        this.parser = parser;
        this.source = source;
        this.text = source.text();
        this.at = from;
        this.end = to;
    }

    final UclStreamReadException error(int offset, String message) {
        return error(source, offset, message);
    }

    final UclStreamReadException error(UclSource where, int offset, String message) {
        return new UclStreamReadException(parser, message, where.location(offset));
    }

    final UclStreamReadException error(int offset, String message, Throwable cause) {
        return new UclStreamReadException(parser, message, source.location(offset), cause);
    }

    /// {@return "line 3, column 5", and the file if it is another than the current one}
    final String place(UclSource where, int offset) {
        TokenStreamLocation location = where.location(offset);
        String text = "line " + location.getLineNr() + ", column " + location.getColumnNr();
        return where == source ? text : text + " of " + location.sourceDescription();
    }

    /// {@return how to name the next character in a message}
    final String next() {
        return at < end ? UclCharacters.show(text, at) : "the end of the text";
    }

    final boolean atComment() {
        return end - at >= 2 && (text[at] == '#' || (text[at] == '/' && text[at + 1] == '*'));
    }

    final void skipSpaces() {
        while (at < end && UclCharacters.isSpace(text[at])) {
            at++;
        }
    }

    /// Skips the comment that begins here, if one does, and those that follow it without a blank.
    ///
    /// In a `/* */` comment, libucl takes every asterisk and the character after it for the
    /// beginning of a `*/`, and skips one more character after both: `/***/` does not end. In it,
    /// double quotes hide asterisks and slashes.
    final void skipComments() {
        while (at < end) {
            if (text[at] == '#') {
                while (at < end && text[at] != '\n') {
                    at++;
                }
                if (at == end) {
                    return;
                }
                at++;
            } else if (end - at >= 2 && text[at] == '/' && text[at + 1] == '*') {
                skipBlockComment();
            } else {
                return;
            }
        }
    }

    private void skipBlockComment() {
        int start = at;
        int depth = 1;
        boolean quoted = false;
        int i = at + 2;
        while (i < end) {
            char c = text[i];
            if (c == '"' && text[i - 1] != '\\') {
                quoted = !quoted;
            }
            if (!quoted) {
                if (c == '*') {
                    i++;
                    if (i < end && text[i] == '/' && --depth == 0) {
                        at = i + 1;
                        return;
                    }
                    i = Math.min(end, i + 1);
                } else if (c == '/' && end - i >= 2 && text[i + 1] == '*') {
                    depth++;
                    i += 2;
                    continue;
                }
            }
            i = Math.min(end, i + 1);
        }
        throw error(
                end, "the comment opened at " + place(source, start) + " is not closed with '*/'");
    }

    /// Scans the rest of a double-quoted string; `at` moves from behind the first quote to behind
    /// the last one.
    final void scanQuoted() {
        int start = at - 1;
        sawBackslash = false;
        sawDollar = false;
        while (at < end) {
            char c = text[at];
            if (c < 0x1F) {
                throw error(
                        at,
                        c == '\n'
                                ? "the string opened at "
                                        + place(source, start)
                                        + " is not closed before the end of the line"
                                : "a string in double quotes cannot contain "
                                        + UclCharacters.show(text, at)
                                        + "; write it as an escape");
            }
            at++;
            if (c == '"') {
                return;
            } else if (c == '\\') {
                sawBackslash = true;
                scanEscape(start);
            } else if (c == '$') {
                sawDollar = true;
            }
        }
        throw unclosedString(start, '"');
    }

    private void scanEscape(int start) {
        if (at >= end) {
            throw unclosedString(start, '"');
        }
        if (!UclCharacters.isEscape(text[at])) {
            return;
        }
        if (text[at++] != 'u') {
            return;
        }
        for (int i = 0; i < 4 && at < end; i++) {
            if (!UclCharacters.isHexDigit(text[at])) {
                throw error(
                        at, "\\u must be followed by four hexadecimal digits, not by " + next());
            }
            at++;
        }
        if (at >= end) {
            throw unclosedString(start, '"');
        }
    }

    /// Scans the rest of a single-quoted string; `at` moves from behind the first quote to behind
    /// the last one.
    final void scanSingleQuoted() {
        int start = at - 1;
        sawBackslash = false;
        while (at < end) {
            char c = text[at++];
            if (c == '\'') {
                return;
            } else if (c == '\\') {
                if (at >= end) {
                    break;
                }
                sawBackslash = true;
                at++;
            }
        }
        throw unclosedString(start, '\'');
    }

    private UclStreamReadException unclosedString(int start, char quote) {
        return error(
                end,
                "the string opened at " + place(source, start) + " is not closed with " + quote);
    }

    /// Scans an unquoted value; `at` moves behind it and the blanks that follow it. Pairs of braces
    /// and of brackets belong to the value.
    final void scanWord() {
        sawBackslash = false;
        sawDollar = false;
        int braces = 0;
        int brackets = 0;
        while (at < end) {
            char c = text[at];
            switch (c) {
                case '{' -> braces++;
                case '}' -> {
                    if (--braces < 0) {
                        return;
                    }
                }
                case '[' -> brackets++;
                case ']' -> {
                    if (--brackets < 0) {
                        return;
                    }
                }
                case '$' -> sawDollar = true;
                case '\\' -> {
                    sawBackslash = true;
                    if (++at == end) {
                        return;
                    }
                }
                case '/' -> {
                    if (end - at >= 2 && text[at + 1] == '*') {
                        return;
                    }
                }
                case '\0', '\n', '\r', '#', ',', ';' -> {
                    return;
                }
                default -> {}
            }
            at++;
        }
    }
}
