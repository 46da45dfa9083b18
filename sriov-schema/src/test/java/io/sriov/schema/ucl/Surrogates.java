package io.sriov.schema.ucl;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// libucl writes `\ud83d\ude00` as two surrogates of three bytes each, which is not UTF-8; a
/// Jackson reader makes it one character. This is the one difference between two trees that a
/// comparison has to overlook.
final class Surrogates {

    private static final Pattern PAIR =
            Pattern.compile(
                    "\\\\xed\\\\x(a[0-9a-f])\\\\x([89ab][0-9a-f])\\\\xed\\\\x(b[0-9a-f])\\\\x([89ab][0-9a-f])");

    private Surrogates() {}

    /// {@return a tree in the notation of [CanonicalTree] with each pair of surrogates as one
    /// character}
    static String join(String tree) {
        Matcher matcher = PAIR.matcher(tree);
        return matcher.replaceAll(pair -> Matcher.quoteReplacement(encode(pair)));
    }

    private static String encode(MatchResult pair) {
        char high = surrogate(pair.group(1), pair.group(2));
        char low = surrogate(pair.group(3), pair.group(4));
        String text = CanonicalTree.quote(Character.toString(Character.toCodePoint(high, low)));
        return text.substring(1, text.length() - 1);
    }

    private static char surrogate(String second, String third) {
        int middle = Integer.parseInt(second, 16) & 0x3f;
        int last = Integer.parseInt(third, 16) & 0x3f;
        return (char) (0xd000 | (middle << 6) | last);
    }
}
