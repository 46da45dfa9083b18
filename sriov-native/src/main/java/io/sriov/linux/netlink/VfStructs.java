package io.sriov.linux.netlink;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The values of a VF's attributes: `include/uapi/linux/if_link.h`. Each begins with the VF's
/// number, `__u32 vf`.
final class VfStructs {
    /// The place of the VF's number in every structure.
    static final long VF = 0;

    /// The place of the only other member, where there is but one and it has 32 bits.
    static final long SETTING = 4;

    /// `struct ifla_vf_mac`: `__u8 mac[32]`, the octets behind the address zero.
    static final StructLayout MAC =
            MemoryLayout.structLayout(
                            vf(),
                            MemoryLayout.sequenceLayout(LinkAddress.LONGEST, JAVA_BYTE)
                                    .withName("mac"))
                    .withName("ifla_vf_mac");

    /// `struct ifla_vf_vlan`: `__u32 vlan`, `__u32 qos`.
    static final StructLayout VLAN =
            MemoryLayout.structLayout(vf(), u32("vlan"), u32("qos")).withName("ifla_vf_vlan");

    /// `struct ifla_vf_vlan_info`: as above, and `__be16 vlan_proto`.
    static final StructLayout VLAN_INFO =
            MemoryLayout.structLayout(
                            vf(),
                            u32("vlan"),
                            u32("qos"),
                            JAVA_SHORT_UNALIGNED
                                    .withOrder(ByteOrder.BIG_ENDIAN)
                                    .withName("vlan_proto"),
                            MemoryLayout.paddingLayout(2))
                    .withName("ifla_vf_vlan_info");

    /// `struct ifla_vf_tx_rate`: `__u32 rate`, Mbit/s, 0 for no limit.
    static final StructLayout TX_RATE = setting("ifla_vf_tx_rate", "rate");

    /// `struct ifla_vf_rate`: `__u32 min_tx_rate`, `__u32 max_tx_rate`, Mbit/s, 0 for none.
    static final StructLayout RATE =
            MemoryLayout.structLayout(vf(), u32("min_tx_rate"), u32("max_tx_rate"))
                    .withName("ifla_vf_rate");

    /// `struct ifla_vf_spoofchk`: `__u32 setting`.
    static final StructLayout SPOOFCHK = setting("ifla_vf_spoofchk", "setting");

    /// `struct ifla_vf_link_state`: `__u32 link_state`.
    static final StructLayout LINK_STATE = setting("ifla_vf_link_state", "link_state");

    /// `struct ifla_vf_rss_query_en`: `__u32 setting`.
    static final StructLayout RSS_QUERY_EN = setting("ifla_vf_rss_query_en", "setting");

    /// `struct ifla_vf_trust`: `__u32 setting`.
    static final StructLayout TRUST = setting("ifla_vf_trust", "setting");

    /// `struct ifla_vf_guid`: `__u64 guid`, aligned to 8 bytes.
    static final StructLayout GUID =
            MemoryLayout.structLayout(
                            vf(),
                            MemoryLayout.paddingLayout(4),
                            JAVA_LONG_UNALIGNED.withName("guid"))
                    .withName("ifla_vf_guid");

    static final long MAC_OCTETS = offset(MAC, "mac");
    static final long VLAN_ID = offset(VLAN_INFO, "vlan");
    static final long VLAN_QOS = offset(VLAN_INFO, "qos");
    static final long VLAN_PROTOCOL = offset(VLAN_INFO, "vlan_proto");
    static final long MIN_RATE = offset(RATE, "min_tx_rate");
    static final long MAX_RATE = offset(RATE, "max_tx_rate");
    static final long GUID_VALUE = offset(GUID, "guid");

    private VfStructs() {}

    private static StructLayout setting(String name, String member) {
        return MemoryLayout.structLayout(vf(), u32(member)).withName(name);
    }

    private static ValueLayout.OfInt vf() {
        return u32("vf");
    }

    private static ValueLayout.OfInt u32(String name) {
        return JAVA_INT_UNALIGNED.withName(name);
    }

    private static long offset(StructLayout layout, String member) {
        return layout.byteOffset(PathElement.groupElement(member));
    }
}
