package io.sriov.schema.text;

import io.sriov.schema.text.Node.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What to do about a word in place of a number, which may be meant as one: `"10"`, `010` and
/// `0x10` in YAML, or `4k`, which even to UCL is a word where a blank follows it.
final class NumberHint {
    /// A number as UCL has it, with one of its units or without.
    private static final Pattern NUMBER =
            Pattern.compile(
                    "(?i)0x([0-9a-f]{1,16})|([0-9]{1,20}(?:\\.[0-9]{0,20})?)([kmg]b?|ms|s|min|[hdwy])?");

    private static final Map<String, BigDecimal> UNITS =
            Map.ofEntries(
                    Map.entry("k", BigDecimal.valueOf(1_000)),
                    Map.entry("m", BigDecimal.valueOf(1_000_000)),
                    Map.entry("g", BigDecimal.valueOf(1_000_000_000)),
                    Map.entry("kb", BigDecimal.valueOf(1L << 10)),
                    Map.entry("mb", BigDecimal.valueOf(1L << 20)),
                    Map.entry("gb", BigDecimal.valueOf(1L << 30)),
                    Map.entry("ms", new BigDecimal("0.001")),
                    Map.entry("s", BigDecimal.ONE),
                    Map.entry("min", BigDecimal.valueOf(60)),
                    Map.entry("h", BigDecimal.valueOf(3_600)),
                    Map.entry("d", BigDecimal.valueOf(86_400)),
                    Map.entry("w", BigDecimal.valueOf(604_800)),
                    Map.entry("y", BigDecimal.valueOf(31_536_000)));

    private NumberHint() {}

    /// {@return what to write instead of a word}
    ///
    /// @param word the word
    /// @param format the format of the text that it is from
    /// @param max the greatest number that may stand here, unsigned
    /// @param otherwise what to say where the word does not seem to be meant as such a number
    static String of(Scalar word, TextFormat format, long max, String otherwise) {
        Matcher number = NUMBER.matcher(word.text());
        if (!number.matches()) {
            return otherwise;
        }
        TextFormat spoken = word.plain() ? TextFormat.YAML : format;
        String quotes = word.plain() ? "" : " without quotes";
        if (spoken == TextFormat.UCL && number.group(3) != null) {
            return "in UCL, "
                    + word.text()
                    + " is a number without quotes and with ';', ',', '}' or the line's end right"
                    + " behind it";
        }
        String meant = meant(number).map(BigInteger::toString).orElse("");
        if (meant.isEmpty()
                || new BigInteger(meant).compareTo(new BigInteger(Long.toUnsignedString(max)))
                        > 0) {
            return otherwise;
        }
        return spoken == TextFormat.UCL || meant.equals(word.text())
                ? "write " + word.text() + quotes
                : "a number of " + spoken + " is decimal digits alone: write " + meant + quotes;
    }

    /// The whole number that it is to UCL.
    private static Optional<BigInteger> meant(Matcher number) {
        if (number.group(1) != null) {
            return Optional.of(new BigInteger(number.group(1), 16));
        }
        String unit = number.group(3);
        BigDecimal factor =
                unit == null ? BigDecimal.ONE : UNITS.get(unit.toLowerCase(Locale.ROOT));
        BigDecimal value = new BigDecimal(number.group(2)).multiply(factor).stripTrailingZeros();
        return value.scale() > 0 ? Optional.empty() : Optional.of(value.toBigIntegerExact());
    }
}
