package io.sriov.testkit.linux;

/// What a PF's driver lets one do to VFs through its network interface: the members `ndo_set_vf_*`
/// and `ndo_get_vf_config` of `struct net_device_ops`, `include/linux/netdevice.h`. What a driver
/// has not is refused with EOPNOTSUPP.
public enum VfOperation {
    /// `ndo_get_vf_config`: the list of VFs, and setting one rate without the other.
    GET_CONFIG,
    /// `ndo_set_vf_mac`.
    MAC,
    /// `ndo_set_vf_vlan`.
    VLAN,
    /// `ndo_set_vf_rate`.
    RATE,
    /// `ndo_set_vf_spoofchk`.
    SPOOF_CHECK,
    /// `ndo_set_vf_link_state`.
    LINK_STATE,
    /// `ndo_set_vf_rss_query_en`.
    RSS_QUERY,
    /// `ndo_set_vf_trust`.
    TRUST,
    /// `ndo_set_vf_guid`, of InfiniBand interfaces alone.
    GUID
}
