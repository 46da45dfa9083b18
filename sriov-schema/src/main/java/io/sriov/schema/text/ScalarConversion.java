package io.sriov.schema.text;

import io.sriov.schema.MacAddress;
import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.VlanId;
import io.sriov.schema.text.Node.Scalar;
import io.sriov.schema.text.Node.Scalar.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// From a value of a text to a value of a parameter's type, by the rules of iovctl.conf(5).
///
/// No type takes the value of another: a quoted number is text, 1 is not true. An integer may be
/// written in any way that denotes one exactly (`1000`, `0x3e8`, `1k`, `1e3`, `10s`).
public final class ScalarConversion {
    private static final BigInteger MAX_UINT64 =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /// More decimal digits than any 64-bit number has; stops a number like 1e999999999 from being
    /// written out.
    private static final int MOST_DIGITS = 20;

    private ScalarConversion() {}

    /// What came of a conversion: a value or a refusal.
    public sealed interface Result {}

    /// The value is of the type.
    ///
    /// @param value the typed value
    public record Converted(ParameterValue value) implements Result {}

    /// The value is not of the type.
    ///
    /// @param reason why
    /// @param hint what to write instead; null where there is nothing to say
    public record Refused(Reason reason, @Nullable String hint) implements Result {}

    /// Why a value is not of a type.
    public enum Reason {
        /// It is of another type, out of range, or malformed.
        WRONG_TYPE,
        /// It is a MAC address, but a multicast one.
        MULTICAST,
        /// It is text with a NUL character, which would end the string for a kernel.
        NUL
    }

    /// {@return the value as one of a type, or why it is none, with hints for UCL}
    ///
    /// @param node the value
    /// @param type the type
    public static Result convert(Node node, ParameterType type) {
        return convert(node, type, TextFormat.UCL);
    }

    /// {@return the value as one of a type, or why it is none}
    ///
    /// @param node the value
    /// @param type the type
    /// @param format the format of the text that it is from, for hints
    public static Result convert(Node node, ParameterType type, TextFormat format) {
        if (!(node instanceof Scalar scalar)) {
            return wrong("a single value is needed here");
        }
        return switch (type) {
            case BOOL -> bool(scalar);
            case STRING -> string(scalar);
            case UNICAST_MAC -> mac(scalar);
            case VLAN -> vlan(scalar, format);
            case UINT8, UINT16, UINT32, UINT64 -> integer(scalar, type, format);
        };
    }

    private static Result bool(Scalar scalar) {
        return switch (scalar.kind()) {
            case TRUE -> new Converted(ParameterValue.Bool.TRUE);
            case FALSE -> new Converted(ParameterValue.Bool.FALSE);
            case STRING ->
                    switch (scalar.text().toLowerCase(Locale.ROOT)) {
                        case "true", "yes", "on" -> wrong(truthHint(scalar, "true"));
                        case "false", "no", "off" -> wrong(truthHint(scalar, "false"));
                        default -> wrong("write true or false");
                    };
            case INTEGER, REAL, NULL -> wrong("write true or false");
        };
    }

    private static String truthHint(Scalar word, String meant) {
        return word.plain()
                ? "the truth values of YAML are true and false: write " + meant
                : "write " + meant + " without quotes";
    }

    private static Result string(Scalar scalar) {
        if (scalar.kind() != Kind.STRING) {
            return wrong("write \"" + scalar.text() + "\" with quotes");
        }
        if (scalar.text().indexOf('\0') >= 0) {
            return new Refused(Reason.NUL, "a string ends at its first NUL: leave the NUL out");
        }
        return new Converted(new ParameterValue.Text(scalar.text()));
    }

    private static Result mac(Scalar scalar) {
        if (scalar.kind() != Kind.STRING) {
            return wrong("write six groups of hexadecimal digits, as in 02:56:48:7e:d9:f7");
        }
        MacAddress address = MacAddress.parse(scalar.text()).orElse(null);
        if (address == null) {
            return wrong(
                    scalar.text().indexOf('-') >= 0
                            ? "separate the groups with colons, as in 02:56:48:7e:d9:f7"
                            : "write six groups of hexadecimal digits, as in 02:56:48:7e:d9:f7");
        }
        if (address.isMulticast()) {
            return new Refused(
                    Reason.MULTICAST,
                    "the first group of a unicast address is even; 02 begins a locally chosen one");
        }
        return new Converted(new ParameterValue.Mac(address));
    }

    private static Result vlan(Scalar scalar, TextFormat format) {
        if (scalar.kind() == Kind.STRING) {
            return ParameterName.same(scalar.text(), "trunk")
                    ? new Converted(new ParameterValue.Vlan(VlanId.TRUNK))
                    : wrong(
                            NumberHint.of(
                                    scalar,
                                    format,
                                    VlanId.MAX_TAG,
                                    scalar.plain()
                                            ? "write a number from 0 to 4095, or trunk"
                                            : "write a number from 0 to 4095 without quotes, or"
                                                    + " trunk"));
        }
        BigInteger number = exactInteger(scalar);
        if (number == null
                || number.signum() < 0
                || number.compareTo(BigInteger.valueOf(VlanId.MAX_TAG)) > 0) {
            return wrong("write a number from 0 to 4095, or trunk");
        }
        return new Converted(new ParameterValue.Vlan(new VlanId(number.intValue())));
    }

    private static Result integer(Scalar scalar, ParameterType type, TextFormat format) {
        if (scalar.number() instanceof Long number
                && number >= 0
                && Long.compareUnsigned(number, type.max()) <= 0) {
            return new Converted(new ParameterValue.Uint(number));
        }
        String range = "0 to " + Long.toUnsignedString(type.max());
        if (scalar.kind() == Kind.STRING) {
            return wrong(NumberHint.of(scalar, format, type.max(), "write a number from " + range));
        }
        BigInteger number = exactInteger(scalar);
        if (number == null) {
            return wrong(
                    scalar.number() == null
                            ? "write a number from " + range
                            : "it is not a whole number; write one from " + range);
        }
        BigInteger max = type == ParameterType.UINT64 ? MAX_UINT64 : BigInteger.valueOf(type.max());
        return number.signum() < 0 || number.compareTo(max) > 0
                ? wrong("the range is " + range)
                : new Converted(new ParameterValue.Uint(number.longValue()));
    }

    /// The integer that a number denotes exactly; null where it denotes none, or one too large to
    /// matter.
    private static @Nullable BigInteger exactInteger(Scalar scalar) {
        return switch (scalar.number()) {
            case Long number -> BigInteger.valueOf(number);
            case BigInteger number -> number;
            case BigDecimal number -> {
                BigDecimal plain = number.stripTrailingZeros();
                yield plain.scale() > 0 || (long) plain.precision() - plain.scale() > MOST_DIGITS
                        ? null
                        : plain.toBigIntegerExact();
            }
            case null, default -> null;
        };
    }

    private static Refused wrong(String hint) {
        return new Refused(Reason.WRONG_TYPE, hint);
    }
}
