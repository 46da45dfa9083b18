package io.sriov.schema.ucl;

import java.math.BigDecimal;
import java.math.BigInteger;

/// Reads the numbers of UCL: integers, hexadecimal integers, decimal fractions, and their suffixes.
///
/// | suffix | factor | example |
/// |---|---|---|
/// | `k` `m` `g` | 10^3, 10^6, 10^9 | `4k` is 4000 |
/// | `kb` `mb` `gb` | 2^10, 2^20, 2^30, of the integral part | `2kb` is 2048 |
/// | `ms` `s` `min` `h` `d` `w` `y` | seconds: 1/1000, 1, 60, … 365 days | `500ms` is 0.5 |
///
/// The steps, and so what is a number and what is only a word that begins with a digit, are those
/// of `ucl_maybe_parse_number` in libucl's `ucl_parser.c`.
final class UclNumber {

    /// What [#read] returns for text that is no number.
    static final int NO_NUMBER = -1;

    /// What [#read] returns for a number that has no representation.
    static final int OUT_OF_RANGE = -2;

    /// libucl copies a number to a buffer of 128 bytes and takes a longer one for a word.
    private static final int MAX_DIGITS = 126;

    /// Every text of at most so many digits is a `long`.
    private static final int SAFE_DIGITS = 18;

    private final boolean unsigned;

    private int type;
    private long longValue;
    private double doubleValue;
    private int spellingEnd;

    private char[] text = new char[0];
    private int end;
    private boolean overflow;

    /// @param unsigned whether [UclReadFeature#UNSIGNED_INTEGERS] is enabled
    UclNumber(boolean unsigned) {
        this.unsigned = unsigned;
    }

    /// {@return the type of the number read: [UclTree#INT], [UclTree#BIG_INT] or [UclTree#FLOAT]}
    int type() {
        return type;
    }

    /// {@return the number read, as [UclTree#setNumber] wants it}
    long bits() {
        return type == UclTree.FLOAT ? Double.doubleToRawLongBits(doubleValue) : longValue;
    }

    /// {@return where the text of the number read ends, without the blanks after it}
    int spellingEnd() {
        return spellingEnd;
    }

    /// Reads a number.
    ///
    /// @param chars the text
    /// @param from the first character, a digit or a minus sign
    /// @param limit the end of the text
    /// @return the offset after the number and the blanks that follow it, [#NO_NUMBER] or
    ///   [#OUT_OF_RANGE]
    int read(char[] chars, int from, int limit) {
        int at = from;
        long value = 0;
        while (at < limit && at - from < SAFE_DIGITS && UclCharacters.isDigit(chars[at])) {
            value = value * 10 + (chars[at] - '0');
            at++;
        }
        if (at > from && (at == limit || UclCharacters.isValueEnd(chars[at]))) {
            type = UclTree.INT;
            longValue = value;
            spellingEnd = at;
            return at;
        }
        text = chars;
        end = limit;
        return readAny(from);
    }

    private int readAny(int from) {
        boolean negative = text[from] == '-';
        int start = negative ? from + 1 : from;
        int at = start;
        boolean seenDigit = false;
        boolean seenDot = false;
        boolean seenExponent = false;
        boolean hex = false;
        while (at < end) {
            char c = text[at];
            if (hex && UclCharacters.isHexDigit(c)) {
                at++;
            } else if (UclCharacters.isDigit(c)) {
                seenDigit = true;
                at++;
            } else if (!hex && (c == 'x' || c == 'X')) {
                hex = true;
                start = ++at;
            } else if (hex) {
                if (c == '.') {
                    return NO_NUMBER;
                }
                break;
            } else if (at == start) {
                return NO_NUMBER;
            } else if (c == '.') {
                if (seenDot) {
                    return NO_NUMBER;
                }
                seenDot = true;
                at++;
            } else if (c == 'e' || c == 'E') {
                if (seenExponent || at + 1 >= end || !mayFollowExponent(text[at + 1])) {
                    return NO_NUMBER;
                }
                seenExponent = true;
                at += 2;
            } else {
                break;
            }
        }
        if (!seenDigit || at == start || at - start > MAX_DIGITS) {
            return NO_NUMBER;
        }
        boolean fraction = seenDot || seenExponent;
        int after =
                fraction
                        ? readFraction(start, at, negative)
                        : readInteger(start, at, negative, hex);
        return after == OUT_OF_RANGE ? after : readSuffix(after, fraction, hex);
    }

    private static boolean mayFollowExponent(char c) {
        return UclCharacters.isDigit(c) || c == '+' || c == '-';
    }

    private int readInteger(int start, int stop, boolean negative, boolean hex) {
        long value = 0;
        int radix = hex ? 16 : 10;
        boolean big = false;
        for (int i = start; i < stop; i++) {
            int digit = hex ? UclCharacters.hexDigit(text[i]) : text[i] - '0';
            if (Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, radix)) > 0) {
                return OUT_OF_RANGE;
            }
            value = value * radix + digit;
        }
        if (negative) {
            if (value < 0 && value != Long.MIN_VALUE) {
                return OUT_OF_RANGE;
            }
            value = -value;
        } else if (value < 0) {
            if (!unsigned) {
                return OUT_OF_RANGE;
            }
            big = true;
        }
        type = big ? UclTree.BIG_INT : UclTree.INT;
        longValue = value;
        return stop;
    }

    private int readFraction(int start, int stop, boolean negative) {
        int after = endOfFraction(text, start, stop);
        type = UclTree.FLOAT;
        longValue = 0;
        if (after == start) {
            doubleValue = 0;
            return negative ? start - 1 : start;
        }
        String digits = new String(text, start, after - start);
        double value = Double.parseDouble(digits);
        if (Double.isInfinite(value) || (value == 0 && !isZero(digits))) {
            return OUT_OF_RANGE;
        }
        doubleValue = negative ? -value : value;
        return after;
    }

    private static boolean isZero(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c == 'e' || c == 'E') {
                break;
            }
            if (c != '0' && c != '.') {
                return false;
            }
        }
        return true;
    }

    /// {@return the end of the longest decimal fraction that begins at `start`, as strtod(3) sees
    /// it}
    private static int endOfFraction(char[] text, int start, int stop) {
        int at = start;
        while (at < stop && UclCharacters.isDigit(text[at])) {
            at++;
        }
        if (at == start) {
            return start;
        }
        if (at < stop && text[at] == '.') {
            at++;
            while (at < stop && UclCharacters.isDigit(text[at])) {
                at++;
            }
        }
        if (at < stop && (text[at] == 'e' || text[at] == 'E')) {
            int exponent = at + 1;
            if (exponent < stop && (text[exponent] == '+' || text[exponent] == '-')) {
                exponent++;
            }
            if (exponent < stop && UclCharacters.isDigit(text[exponent])) {
                at = exponent;
                while (at < stop && UclCharacters.isDigit(text[at])) {
                    at++;
                }
            }
        }
        return at;
    }

    private int readSuffix(int at, boolean fraction, boolean hex) {
        if (at >= end || UclCharacters.isValueEnd(text[at])) {
            return finish(at, at, fraction, hex);
        }
        char c = text[at];
        return switch (c) {
            case 'k', 'K', 'm', 'M', 'g', 'G' -> readFactor(at, fraction, hex);
            case 's', 'S', 'h', 'H', 'd', 'D', 'w', 'W', 'y', 'Y' -> {
                doubleValue = seconds(fraction) * timeFactor(c);
                yield finishUnit(at + 1, hex);
            }
            case ' ', '\t' -> {
                int after = at;
                while (after < end && UclCharacters.isBlank(text[after])) {
                    after++;
                }
                yield UclCharacters.isValueEnd(text[after])
                        ? finish(at, after, fraction, hex)
                        : NO_NUMBER;
            }
            default -> NO_NUMBER;
        };
    }

    /// Reads a suffix that begins with k, m or g.
    private int readFactor(int at, boolean fraction, boolean hex) {
        char first = text[at];
        if (at + 1 == end || UclCharacters.isValueEnd(text[at + 1])) {
            scale(fraction, decimalFactor(first));
            return finish(at + 1, at + 1, fraction, hex);
        }
        char second = lower(text[at + 1]);
        if (second == 's') {
            double value = seconds(fraction);
            doubleValue = lower(first) == 'm' ? value / 1000. : value * decimalFactor(first);
            return finishUnit(at + 2, hex);
        }
        if (second == 'b') {
            if (fraction) {
                longValue = truncate(doubleValue);
                type = UclTree.INT;
            }
            scale(false, binaryFactor(first));
            return finishUnit(at + 2, true);
        }
        if (lower(first) == 'm' && second == 'i' && end - at >= 3 && lower(text[at + 2]) == 'n') {
            doubleValue = seconds(fraction) * 60.;
            return finishUnit(at + 3, hex);
        }
        return NO_NUMBER;
    }

    private double seconds(boolean fraction) {
        if (fraction) {
            return doubleValue;
        }
        return type == UclTree.BIG_INT ? unsignedToDouble(longValue) : longValue;
    }

    private static double unsignedToDouble(long value) {
        return new BigInteger(Long.toUnsignedString(value)).doubleValue();
    }

    private int finishUnit(int after, boolean hex) {
        return after < end && !UclCharacters.isValueEnd(text[after])
                ? NO_NUMBER
                : finish(after, after, !hex, hex);
    }

    /// @param isFloat whether the number has become a floating-point number; in libucl, none that
    ///   is written with an `x` ever does
    private int finish(int spelled, int after, boolean isFloat, boolean hex) {
        if (overflow) {
            overflow = false;
            return OUT_OF_RANGE;
        }
        if (isFloat && !hex) {
            type = UclTree.FLOAT;
        } else if (type == UclTree.FLOAT) {
            type = UclTree.INT;
        }
        spellingEnd = spelled;
        return after;
    }

    private void scale(boolean fraction, long factor) {
        if (fraction) {
            doubleValue *= factor;
            return;
        }
        long high =
                type == UclTree.BIG_INT
                        ? Math.unsignedMultiplyHigh(longValue, factor)
                        : Math.multiplyHigh(longValue, factor);
        long low = longValue * factor;
        if (unsigned) {
            boolean negative = type == UclTree.INT && longValue < 0;
            overflow = negative ? high != -1 || low >= 0 : high != 0;
            type = !negative && low < 0 ? UclTree.BIG_INT : UclTree.INT;
        }
        longValue = low;
    }

    /// {@return a double converted to a long as x86-64 does it}
    private static long truncate(double value) {
        return value >= 0x1p63 || value < -0x1p63 ? Long.MIN_VALUE : (long) value;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
    }

    private static long decimalFactor(char c) {
        return switch (lower(c)) {
            case 'k' -> 1_000;
            case 'm' -> 1_000_000;
            default -> 1_000_000_000;
        };
    }

    private static long binaryFactor(char c) {
        return switch (lower(c)) {
            case 'k' -> 1L << 10;
            case 'm' -> 1L << 20;
            default -> 1L << 30;
        };
    }

    private static int timeFactor(char c) {
        return switch (lower(c)) {
            case 's' -> 1;
            case 'h' -> 3_600;
            case 'd' -> 86_400;
            case 'w' -> 604_800;
            default -> 31_536_000;
        };
    }

    /// {@return the exact value of a number that was read as [UclTree#FLOAT]}
    ///
    /// @param spelling how it was written
    static BigDecimal exact(String spelling) {
        char[] text = spelling.toCharArray();
        int start = text[0] == '-' ? 1 : 0;
        int after = endOfFraction(text, start, text.length);
        if (isZero(new String(text, start, after - start))) {
            return BigDecimal.ZERO;
        }
        BigDecimal value = new BigDecimal(text, start, after - start);
        if (start == 1) {
            value = value.negate();
        }
        if (after == text.length) {
            return value;
        }
        char c = text[after];
        String suffix = spelling.substring(after).toLowerCase(java.util.Locale.ROOT);
        return switch (suffix) {
            case "ms" -> value.movePointLeft(3);
            case "min" -> value.multiply(BigDecimal.valueOf(60));
            case "k", "m", "g", "ks", "gs" -> value.multiply(BigDecimal.valueOf(decimalFactor(c)));
            default -> value.multiply(BigDecimal.valueOf(timeFactor(c)));
        };
    }
}
