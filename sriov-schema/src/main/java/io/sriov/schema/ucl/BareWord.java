package io.sriov.schema.ucl;

import java.util.Locale;
import java.util.Set;

/// Tells which keys and strings may stand in UCL text without quotes.
///
/// The answers are deliberately narrower than the grammar: a word is bare only where every libucl
/// release agrees on what it means, whatever variables the reader has defined.
final class BareWord {

    /// Atoms that some libucl release reads as something other than a string.
    private static final Set<String> RESERVED =
            Set.of("true", "false", "yes", "no", "on", "off", "null", "nan", "inf", "infinity");

    private BareWord() {}

    static boolean isKey(String key) {
        if (key.isEmpty() || !isLetter(key.charAt(0))) {
            return false;
        }
        for (int i = 1; i < key.length(); i++) {
            char c = key.charAt(i);
            if (!isLetter(c) && !isDigit(c) && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    static boolean isString(String text) {
        if (text.isEmpty() || !isLetter(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && !isDigit(c) && "_-.:/@+%".indexOf(c) < 0) {
                return false;
            }
        }
        return text.length() > 8 || !RESERVED.contains(text.toLowerCase(Locale.ROOT));
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
