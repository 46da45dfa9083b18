package io.sriov.linux.netlink;

import io.sriov.schema.MacAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// A link-layer address of any kind of link: 6 octets for Ethernet, 20 for InfiniBand. Immutable
/// and thread-safe.
public final class LinkAddress {
    /// How many octets the longest has: `MAX_ADDR_LEN`, `include/linux/netdevice.h`.
    public static final int LONGEST = 32;

    private static final HexFormat HEX = HexFormat.ofDelimiter(":");

    private final byte[] octets;

    private LinkAddress(byte[] octets) {
        this.octets = octets;
    }

    /// {@return the address that octets spell}
    ///
    /// @param octets in transmission order
    public static LinkAddress of(byte[] octets) {
        return new LinkAddress(octets.clone());
    }

    /// {@return the octets in transmission order, a fresh array}
    public byte[] octets() {
        return octets.clone();
    }

    /// {@return the address as one of Ethernet; empty where it has another length}
    public Optional<MacAddress> mac() {
        return octets.length == MacAddress.LENGTH
                ? Optional.of(MacAddress.of(octets))
                : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinkAddress that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /// {@return the address as `02:56:48:7e:d9:f7`}
    @Override
    public String toString() {
        return HEX.formatHex(octets);
    }
}
