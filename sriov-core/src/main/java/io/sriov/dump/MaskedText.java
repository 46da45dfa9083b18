package io.sriov.dump;

import io.sriov.schema.MacAddress;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Masks addresses in names and sentences: interfaces are called after theirs, `enx90e2ba7686a8`
/// (systemd.net-naming-scheme(7)), and InfiniBand devices after their GUID (rdma-core's
/// `rdma_rename`).
final class MaskedText {
    private static final int ADDRESS_DIGITS = 12;
    private static final int GUID_DIGITS = 16;

    /// 12 or 16 digits in a row, unless they are a number, as `0x383fff000000` or `383fff000000h`.
    private static final String ROW =
            "(?<![0-9a-f])(?<!0x)(?:[0-9a-f]{16}|[0-9a-f]{12})(?![0-9a-f]|h\\b)";

    /// `90:e2:ba:76:86:a8`, as many octets as there are, and `9803:9b03:0012:3456`.
    private static final String OCTETS =
            "(?<![0-9a-f])(?:[0-9a-f]{2}[:-]){5,}[0-9a-f]{2}(?![0-9a-f])"
                    + "|(?<![0-9a-f])[0-9a-f]{4}(?::[0-9a-f]{4}){3}(?![0-9a-f])";

    private final Masking masking;
    private final Pattern hidden;

    /// Masks these addresses wherever they stand, and others where they look like addresses.
    MaskedText(Masking masking, Collection<MacAddress> known) {
        this.masking = masking;
        hidden =
                Pattern.compile(
                        Stream.concat(
                                        Stream.of(ROW, OCTETS),
                                        known.stream()
                                                .filter(address -> address.bits() != 0)
                                                .map(MaskedText::digits))
                                .collect(Collectors.joining("|")),
                        Pattern.CASE_INSENSITIVE);
    }

    private static String digits(MacAddress address) {
        return HexFormat.of().formatHex(address.octets());
    }

    String mask(String text) {
        return hidden.matcher(text).replaceAll(this::masked);
    }

    /// The same text with other digits, so that its length and its separators stay.
    private String masked(MatchResult found) {
        String text = found.group();
        String digits = text.replaceAll("[:-]", "").toLowerCase(Locale.ROOT);
        String other = maskedDigits(digits);
        boolean upper = !text.equals(text.toLowerCase(Locale.ROOT));
        StringBuilder masked = new StringBuilder(text);
        int next = 0;
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) >= 0) {
                char digit = other.charAt(next++);
                masked.setCharAt(i, upper ? Character.toUpperCase(digit) : digit);
            }
        }
        return masked.toString();
    }

    /// An address, or a GUID, behind which there may be more: an InfiniBand address ends in one.
    private String maskedDigits(String digits) {
        if (digits.length() == ADDRESS_DIGITS) {
            return digits(masking.mask(new MacAddress(HexFormat.fromHexDigitsToLong(digits))));
        }
        int start = Math.max(0, digits.length() - GUID_DIGITS);
        long guid = HexFormat.fromHexDigitsToLong(digits, start, digits.length());
        long masked = guid == 0 ? 0 : masking.maskIdentifier(guid);
        return digits.substring(0, start)
                + HexFormat.of().toHexDigits(masked, digits.length() - start);
    }
}
