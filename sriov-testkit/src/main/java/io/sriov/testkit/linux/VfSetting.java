package io.sriov.testkit.linux;

import io.sriov.schema.MacAddress;

/// One attribute of a VF, to be set through its PF's network interface: what IFLA_VF_INFO nests,
/// `include/uapi/linux/if_link.h`. Values are as a message has them, in range or not. Immutable.
public sealed interface VfSetting {
    /// IFLA_VF_MAC.
    ///
    /// @param address the address; zeros let the VF choose
    record Mac(MacAddress address) implements VfSetting {}

    /// IFLA_VF_VLAN, or IFLA_VF_VLAN_LIST with one entry.
    ///
    /// @param id the VLAN, 0 for none
    /// @param qos the priority
    /// @param protocol the EtherType: 8100h or 88a8h
    record Vlan(int id, int qos, int protocol) implements VfSetting {}

    /// IFLA_VF_TX_RATE, which leaves the minimal rate as it is.
    ///
    /// @param max Mbit/s, 0 for no limit
    record TxRate(long max) implements VfSetting {}

    /// IFLA_VF_RATE.
    ///
    /// @param min Mbit/s, 0 for none
    /// @param max Mbit/s, 0 for no limit
    record Rate(long min, long max) implements VfSetting {}

    /// IFLA_VF_SPOOFCHK.
    ///
    /// @param on whether addresses are checked
    record SpoofCheck(boolean on) implements VfSetting {}

    /// IFLA_VF_LINK_STATE.
    ///
    /// @param state what the VF sees
    record LinkState(Link state) implements VfSetting {}

    /// What a VF sees of its link: IFLA_VF_LINK_STATE_AUTO and so on.
    enum Link {
        /// What the PF's link is.
        AUTO,
        /// Always up.
        ENABLE,
        /// Always down.
        DISABLE
    }

    /// IFLA_VF_RSS_QUERY_EN.
    ///
    /// @param on whether the VF may read the RSS table and key
    record RssQuery(boolean on) implements VfSetting {}

    /// IFLA_VF_TRUST.
    ///
    /// @param on whether the VF is trusted
    record Trust(boolean on) implements VfSetting {}

    /// IFLA_VF_IB_NODE_GUID.
    ///
    /// @param guid 64 bits
    record NodeGuid(long guid) implements VfSetting {}

    /// IFLA_VF_IB_PORT_GUID.
    ///
    /// @param guid 64 bits
    record PortGuid(long guid) implements VfSetting {}
}
