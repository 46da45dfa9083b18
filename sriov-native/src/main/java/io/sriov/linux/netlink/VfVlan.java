package io.sriov.linux.netlink;

/// The VLAN that a PF puts a VF into. Thread-safe.
///
/// @param id its number, 0 to 4095; 0 with `qos` 0 is none
/// @param qos the priority of the VF's frames, 0 to 7
/// @param protocol the EtherType of its tag, [#DOT1Q] or [#DOT1AD]
public record VfVlan(int id, int qos, int protocol) {
    /// IEEE 802.1Q: `ETH_P_8021Q`, `include/uapi/linux/if_ether.h`.
    public static final int DOT1Q = 0x8100;

    /// IEEE 802.1ad, a service tag: `ETH_P_8021AD`.
    public static final int DOT1AD = 0x88a8;

    private static final int MOST_ID = 4095;
    private static final int MOST_QOS = 7;

    public VfVlan {
        if (!isValid(id, qos, protocol)) {
            throw new IllegalArgumentException(
                    "no VLAN: id "
                            + id
                            + ", qos "
                            + qos
                            + ", protocol 0x"
                            + Integer.toHexString(protocol));
        }
    }

    /// {@return whether a VLAN has these numbers}
    static boolean isValid(long id, long qos, int protocol) {
        return id >= 0
                && id <= MOST_ID
                && qos >= 0
                && qos <= MOST_QOS
                && (protocol == DOT1Q || protocol == DOT1AD);
    }
}
