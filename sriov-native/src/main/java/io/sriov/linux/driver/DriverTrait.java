package io.sriov.linux.driver;

/// Where a driver differs from what others do with the same parameters.
enum DriverTrait {
    /// It puts VFs into 802.1ad VLANs too, at least on some devices or with some firmware.
    DOT1AD,
    /// It does not take the address of zeros, which lets a VF choose its own with others.
    REFUSES_ZERO_MAC,
    /// It takes no priority without a VLAN.
    REFUSES_PRIORITY_TAG,
    /// VLAN 4095, which IEEE 802.1Q reserves, means something else to it, or it refuses it.
    REFUSES_VLAN_4095,
    /// VLAN 0 takes every VLAN away from a VF, and there is nothing that means all of them.
    REFUSES_TRUNK,
    /// It overlooks a link that is to be up always, and says that all is well.
    OVERLOOKS_LINK_ENABLE,
    /// It trusts one VF at a time.
    ONE_TRUSTED_VF,
    /// What it reports as VLAN where there is none is 4095.
    REPORTS_4095_FOR_NONE,
    /// The rate that it reports need not be the one that was set: it rounds, or says 0 while the
    /// rate is not in force.
    REPORTS_OTHER_RATES,
    /// A rate of 0 leaves the rate as it is, and where there is no limit it reports the link's
    /// speed.
    KEEPS_RATES_AT_ZERO,
    /// It makes VFs only while the PF's interface is up.
    NEEDS_UP_FOR_VFS,
    /// It sets addresses and VLANs of VFs only while the PF's interface is up.
    NEEDS_UP_FOR_ADDRESSES,
    /// It limits rates only while the PF has a link.
    NEEDS_LINK_FOR_RATES,
    /// It takes the rate of 0, which is no limit, only while the PF has a link, too.
    NEEDS_LINK_FOR_ZERO_RATES,
    /// The driver of its VFs gets no answer while the PF's interface is down, and takes a random
    /// address instead of the one that was set: `igbvf_probe` in `intel/igbvf/netdev.c`,
    /// `ixgbevf_sw_init` in `intel/ixgbevf/ixgbevf_main.c`.
    LOSES_ADDRESSES_WHILE_DOWN,
    /// The driver of its VFs makes up a random address for one that has been given none: besides
    /// those of [#LOSES_ADDRESSES_WHILE_DOWN] `iavf_config_netdev` in `intel/iavf/iavf_main.c`, and
    /// `mlx5e_set_netdev_dev_addr` in `mellanox/mlx5/core/en_main.c`.
    RANDOM_ADDRESSES,
    /// It trusts no VF while its eswitch is in switchdev mode: `ice_set_vf_trust` in
    /// `intel/ice/ice_sriov.c`, `mlx5_eswitch_set_vport_trust` in `mellanox/mlx5/core/eswitch.c`.
    TRUSTS_IN_LEGACY_MODE_ONLY,
    /// It puts VFs into no VLAN and checks no addresses while its eswitch is in switchdev mode:
    /// `mlx5_eswitch_set_vport_vlan` in `mellanox/mlx5/core/eswitch.c`,
    /// `mlx5_eswitch_set_vport_spoofchk` in `esw/legacy.c`.
    TAGS_IN_LEGACY_MODE_ONLY
}
