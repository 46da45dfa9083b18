package io.sriov.schema;

import java.util.HexFormat;
import java.util.Optional;

/// A 48-bit MAC address. Thread-safe.
///
/// @param bits the address, its first octet in bits 47..40; the upper 16 bits are zero
public record MacAddress(long bits) {
    /// How many octets an address has.
    public static final int LENGTH = 6;

    private static final HexFormat HEX = HexFormat.ofDelimiter(":");

    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("more than 48 bits: " + Long.toHexString(bits));
        }
    }

    /// {@return the address that six octets spell}
    ///
    /// @param octets exactly six octets, in transmission order
    /// @throws IllegalArgumentException when there are not six
    public static MacAddress of(byte[] octets) {
        if (octets.length != LENGTH) {
            throw new IllegalArgumentException("a MAC address has 6 octets, not " + octets.length);
        }
        long bits = 0;
        for (byte octet : octets) {
            bits = bits << 8 | (octet & 0xff);
        }
        return new MacAddress(bits);
    }

    /// {@return the address written as six groups of one or two hexadecimal digits separated by
    /// colons, or empty where the text is anything else}
    ///
    /// @param text for example `02:56:48:7e:d9:f7` or `2:0:0:0:0:1`
    public static Optional<MacAddress> parse(String text) {
        long bits = 0;
        int at = 0;
        for (int group = 0; group < LENGTH; group++) {
            if (group > 0 && (at == text.length() || text.charAt(at++) != ':')) {
                return Optional.empty();
            }
            int octet = 0;
            int digits = 0;
            while (at < text.length() && digits < 2 && HexFormat.isHexDigit(text.charAt(at))) {
                octet = octet << 4 | HexFormat.fromHexDigit(text.charAt(at));
                at++;
                digits++;
            }
            if (digits == 0) {
                return Optional.empty();
            }
            bits = bits << 8 | octet;
        }
        return at == text.length() ? Optional.of(new MacAddress(bits)) : Optional.empty();
    }

    /// {@return whether this is a multicast (or the broadcast) address: bit 0 of the first octet,
    /// IEEE 802-2014 §8.2.2}
    public boolean isMulticast() {
        return (bits >>> 40 & 1) != 0;
    }

    /// {@return the six octets in transmission order, a fresh array}
    public byte[] octets() {
        byte[] octets = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            octets[i] = (byte) (bits >>> (40 - 8 * i));
        }
        return octets;
    }

    /// {@return the address as `02:56:48:7e:d9:f7`}
    @Override
    public String toString() {
        return HEX.formatHex(octets());
    }
}
