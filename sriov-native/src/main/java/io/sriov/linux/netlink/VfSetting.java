package io.sriov.linux.netlink;

import io.sriov.schema.MacAddress;

/// What one message sets of a VF: one attribute.
///
/// One message carries one attribute so that a refusal is of that attribute, and because the kernel
/// overlooks `IFLA_VF_IB_PORT_GUID` beside `IFLA_VF_IB_NODE_GUID` (`do_setvfinfo`,
/// `net/core/rtnetlink.c`).
public sealed interface VfSetting extends VfChange {
    /// The VF's address (`IFLA_VF_MAC`).
    ///
    /// @param address the address; all zero takes it back with most drivers
    record Mac(MacAddress address) implements VfSetting {}

    /// The VF's VLAN (`IFLA_VF_VLAN`, for 802.1ad `IFLA_VF_VLAN_LIST`).
    ///
    /// @param vlan the VLAN; 0 with priority 0 takes it back
    record Vlan(VfVlan vlan) implements VfSetting {}

    /// Both rates (`IFLA_VF_RATE`), Mbit/s, 0 to 4294967294, 0 for none.
    ///
    /// @param min the bandwidth that is promised
    /// @param max the bandwidth that may be used; the kernel refuses one that is less than `min`
    record TxRate(long min, long max) implements VfSetting {
        public TxRate {
            VfChange.requireRate(min);
            VfChange.requireRate(max);
        }
    }

    /// Whether the VF may send from its own address only (`IFLA_VF_SPOOFCHK`).
    ///
    /// @param on whether it is so
    record SpoofCheck(boolean on) implements VfSetting {}

    /// What the VF sees of its link (`IFLA_VF_LINK_STATE`).
    ///
    /// @param state what it sees
    record LinkState(VfLinkState state) implements VfSetting {}

    /// Whether the VF may read the RSS table and key (`IFLA_VF_RSS_QUERY_EN`).
    ///
    /// @param on whether it may
    record RssQuery(boolean on) implements VfSetting {}

    /// Whether the VF is trusted (`IFLA_VF_TRUST`).
    ///
    /// @param on whether it is
    record Trust(boolean on) implements VfSetting {}

    /// The GUID of the VF's InfiniBand node (`IFLA_VF_IB_NODE_GUID`).
    ///
    /// @param guid the GUID, 64 bits
    record NodeGuid(long guid) implements VfSetting {}

    /// The GUID of the VF's InfiniBand port (`IFLA_VF_IB_PORT_GUID`).
    ///
    /// @param guid the GUID, 64 bits
    record PortGuid(long guid) implements VfSetting {}
}
