package io.sriov.schema.ucl;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/// Decides which numbers can be UCL text.
final class NumberText {

    /// libucl takes a longer number for a word.
    static final int MAX_LENGTH = 126;

    private static final Pattern NUMBER =
            Pattern.compile("-?[0-9]++(?:\\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+");

    /// Every integer of at most so many digits has 64 bits.
    private static final int SAFE_DIGITS = 18;

    private NumberText() {}

    /// {@return a decimal as text, given its usual text}
    ///
    /// Plain digits are an integer to UCL, and too many of them are an error.
    static String of(BigDecimal value, String text) {
        boolean tooLongForInteger = value.precision() - value.scale() > SAFE_DIGITS;
        boolean digitsOnly = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        return tooLongForInteger && digitsOnly ? text + ".0" : text;
    }

    /// {@return whether text has the form of a number, in JSON and in UCL}
    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /// {@return whether a UCL reader takes text, which has the form of a number, for one}
    static boolean isReadable(String text) {
        if (text.length() > MAX_LENGTH) {
            return false;
        }
        double value = Double.parseDouble(text);
        boolean underflow = value == 0 && isNotZero(text);
        return !Double.isInfinite(value) && !underflow;
    }

    private static boolean isNotZero(String number) {
        int exponent = number.toLowerCase(Locale.ROOT).indexOf('e');
        String mantissa = exponent < 0 ? number : number.substring(0, exponent);
        return mantissa.chars().anyMatch(c -> c >= '1' && c <= '9');
    }
}
