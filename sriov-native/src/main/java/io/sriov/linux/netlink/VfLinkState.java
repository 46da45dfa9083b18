package io.sriov.linux.netlink;

/// What a VF sees of its link: `IFLA_VF_LINK_STATE_*` in `include/uapi/linux/if_link.h`. Its number
/// is the constant's ordinal.
public enum VfLinkState {
    /// The state of the PF's link.
    AUTO,
    /// Up, whatever the PF's link is.
    ENABLE,
    /// Down, whatever the PF's link is.
    DISABLE
}
