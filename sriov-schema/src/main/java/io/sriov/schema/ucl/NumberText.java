package io.sriov.schema.ucl;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/// Numbers as UCL text that every libucl release reads back as the same number of the same type.
final class NumberText {

    private static final Pattern NUMBER =
            Pattern.compile("-?[0-9]++(?:\\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+");
    private static final int LONGEST_LONG = 18;

    private NumberText() {}

    /// {@return a finite double as text}
    ///
    /// libucl takes a number that strtod(3) calls inexact and subnormal for an overflow; the exact
    /// decimal expansion of a subnormal number is not inexact.
    static String of(double value) {
        boolean subnormal = value != 0 && Math.abs(value) < Double.MIN_NORMAL;
        return subnormal ? new BigDecimal(value).toString() : Double.toString(value);
    }

    /// {@return a decimal as text, given its usual text}
    ///
    /// Plain digits are an integer to UCL, and too many of them are an error.
    static String of(BigDecimal value, String text) {
        boolean tooLongForInteger = value.precision() - value.scale() > LONGEST_LONG;
        boolean digitsOnly = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        return tooLongForInteger && digitsOnly ? text + ".0" : text;
    }

    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }
}
