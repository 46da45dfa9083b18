package io.sriov.linux.netlink;

import java.util.Optional;
import java.util.OptionalInt;

/// A link (network interface) at one moment. Thread-safe.
///
/// @param index its index, positive; stays when it is renamed
/// @param name its name, `ens1f0np0`
/// @param flags `IFF_*`, 32 bits
/// @param state its operational state, of which nothing follows about [#isUp()]
/// @param address its link-layer address; empty where it has none
/// @param master the index of the bridge or bond that it is part of; empty where it is part of none
public record Link(
        int index,
        String name,
        int flags,
        OperState state,
        Optional<LinkAddress> address,
        OptionalInt master) {
    /// `IFF_UP`: `include/uapi/linux/if.h`.
    static final int IFF_UP = 0x1;

    /// `IFF_LOWER_UP`: it is up and has a carrier (`dev_get_flags`, `net/core/dev.c`).
    static final int IFF_LOWER_UP = 0x10000;

    /// {@return whether it has been set up, be there a carrier or not}
    public boolean isUp() {
        return (flags & IFF_UP) != 0;
    }

    /// {@return whether it is up and has a carrier: something answers at the other end}
    public boolean hasCarrier() {
        return (flags & IFF_LOWER_UP) != 0;
    }
}
