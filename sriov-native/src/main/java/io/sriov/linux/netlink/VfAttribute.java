package io.sriov.linux.netlink;

import java.util.Optional;

/// What is in an `IFLA_VF_INFO`: `include/uapi/linux/if_link.h`. The kernel's names are these with
/// `IFLA_VF_` before them.
enum VfAttribute {
    MAC(1),
    VLAN(2),
    TX_RATE(3),
    SPOOFCHK(4),
    LINK_STATE(5),
    RATE(6),
    RSS_QUERY_EN(7),
    STATS(8),
    TRUST(9),
    IB_NODE_GUID(10),
    IB_PORT_GUID(11),
    VLAN_LIST(12),
    BROADCAST(13);

    private final int number;

    VfAttribute(int number) {
        this.number = number;
    }

    /// {@return the attribute's type}
    int number() {
        return number;
    }

    /// {@return the attribute's name in the kernel: `IFLA_VF_MAC`}
    String kernelName() {
        return "IFLA_VF_" + name();
    }

    /// {@return the attribute of a type; empty where it has no name here}
    static Optional<VfAttribute> of(int number) {
        return number > 0 && number <= BROADCAST.number
                ? Optional.of(values()[number - 1])
                : Optional.empty();
    }
}
