package io.sriov.linux.driver;

import static io.sriov.linux.driver.VfParameter.ALLOW_PROMISC;
import static io.sriov.linux.driver.VfParameter.ALLOW_SET_MAC;
import static io.sriov.linux.driver.VfParameter.LINK_STATE;
import static io.sriov.linux.driver.VfParameter.MAC_ADDR;
import static io.sriov.linux.driver.VfParameter.MAC_ANTI_SPOOF;
import static io.sriov.linux.driver.VfParameter.MAX_TX_RATE;
import static io.sriov.linux.driver.VfParameter.MIN_TX_RATE;
import static io.sriov.linux.driver.VfParameter.QOS;
import static io.sriov.linux.driver.VfParameter.RSS_QUERY;
import static io.sriov.linux.driver.VfParameter.STABLE_MAC;
import static io.sriov.linux.driver.VfParameter.VLAN;
import static io.sriov.linux.driver.VfParameter.VLAN_PROTO;

import io.sriov.driver.PfIdentity;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// What the drivers of Linux 6.12 take for VFs: the operations that they have (`ndo_set_vf_*` in
/// their `net_device_ops`) less what these refuse whatever the device. Every row names the file
/// below `drivers/net/ethernet` that says so.
///
/// Drivers that are built outside the kernel under the same name may take more. A driver that is
/// not in the table is asked for everything, and tells itself what it refuses.
final class DriverTable {
    /// `E1000_DEV_ID_82576*`, `intel/igb/e1000_hw.h`.
    private static final Set<Integer> INTEL_82576 =
            Set.of(0x10c9, 0x10e6, 0x10e7, 0x10e8, 0x150a, 0x150d, 0x1518, 0x1526);

    /// `IXGBE_DEV_ID_X550*` that are PFs, `intel/ixgbe/ixgbe_type.h`.
    private static final Set<Integer> INTEL_X550 =
            Set.of(
                    0x1563, 0x15d1, 0x15aa, 0x15ab, 0x15ac, 0x15ad, 0x15ae, 0x15b0, 0x15c2, 0x15c3,
                    0x15c4, 0x15c6, 0x15c7, 0x15c8, 0x15ce, 0x15e4, 0x15e5);

    private static final DriverTraits UNKNOWN =
            DriverTraits.of(VfParameter.ETHERNET).with(DriverTrait.DOT1AD);

    private static final Map<String, DriverTraits> ROWS =
            Map.ofEntries(
                    // intel/igb/igb_main.c
                    Map.entry(
                            "igb",
                            taking(
                                            VLAN,
                                            QOS,
                                            MAC_ANTI_SPOOF,
                                            ALLOW_SET_MAC,
                                            ALLOW_PROMISC,
                                            MAX_TX_RATE)
                                    .with(
                                            DriverTrait.NEEDS_LINK_FOR_RATES,
                                            DriverTrait.NEEDS_LINK_FOR_ZERO_RATES,
                                            DriverTrait.LOSES_ADDRESSES_WHILE_DOWN,
                                            DriverTrait.RANDOM_ADDRESSES)
                                    .maxRate(1, 1000)),
                    // intel/ixgbe/ixgbe_sriov.c; rates at 10 Gbit/s only, and above 10 Mbit/s
                    Map.entry(
                            "ixgbe",
                            taking(
                                            VLAN,
                                            QOS,
                                            MAC_ANTI_SPOOF,
                                            ALLOW_SET_MAC,
                                            ALLOW_PROMISC,
                                            MAX_TX_RATE,
                                            LINK_STATE,
                                            RSS_QUERY)
                                    .with(
                                            DriverTrait.NEEDS_LINK_FOR_RATES,
                                            DriverTrait.NEEDS_LINK_FOR_ZERO_RATES,
                                            DriverTrait.LOSES_ADDRESSES_WHILE_DOWN,
                                            DriverTrait.RANDOM_ADDRESSES,
                                            DriverTrait.OVERLOOKS_LINK_ENABLE)
                                    .maxRate(11, 10_000)),
                    // intel/i40e/i40e_virtchnl_pf.c
                    Map.entry(
                            "i40e",
                            taking(
                                            VLAN,
                                            QOS,
                                            MAC_ANTI_SPOOF,
                                            ALLOW_SET_MAC,
                                            ALLOW_PROMISC,
                                            MAX_TX_RATE,
                                            LINK_STATE)
                                    .with(DriverTrait.RANDOM_ADDRESSES)),
                    // intel/ice/ice_sriov.c; 802.1ad in double VLAN mode
                    Map.entry(
                            "ice",
                            taking(
                                            VLAN,
                                            QOS,
                                            MAC_ANTI_SPOOF,
                                            ALLOW_SET_MAC,
                                            ALLOW_PROMISC,
                                            MIN_TX_RATE,
                                            MAX_TX_RATE,
                                            LINK_STATE)
                                    .with(
                                            DriverTrait.DOT1AD,
                                            DriverTrait.RANDOM_ADDRESSES,
                                            DriverTrait.TRUSTS_IN_LEGACY_MODE_ONLY)),
                    // intel/fm10k/fm10k_iov.c; overlooks minimal rates
                    Map.entry(
                            "fm10k",
                            taking(VLAN, MAX_TX_RATE)
                                    .with(DriverTrait.REFUSES_VLAN_4095)
                                    .maxRate(1, 100_000)),
                    // mellanox/mlx4/cmd.c; 802.1ad where the device has it
                    Map.entry(
                            "mlx4_core",
                            taking(VLAN, QOS, MAC_ANTI_SPOOF, MAX_TX_RATE, LINK_STATE)
                                    .with(
                                            DriverTrait.DOT1AD,
                                            DriverTrait.REFUSES_VLAN_4095,
                                            DriverTrait.REPORTS_4095_FOR_NONE,
                                            DriverTrait.REPORTS_OTHER_RATES)),
                    // mellanox/mlx5/core/en_main.c, eswitch.c, esw/legacy.c
                    Map.entry(
                            "mlx5_core",
                            taking(
                                            VLAN,
                                            QOS,
                                            MAC_ANTI_SPOOF,
                                            ALLOW_SET_MAC,
                                            ALLOW_PROMISC,
                                            MIN_TX_RATE,
                                            MAX_TX_RATE,
                                            LINK_STATE)
                                    .with(
                                            DriverTrait.RANDOM_ADDRESSES,
                                            DriverTrait.TRUSTS_IN_LEGACY_MODE_ONLY,
                                            DriverTrait.TAGS_IN_LEGACY_MODE_ONLY)),
                    // broadcom/bnxt/bnxt_sriov.c; 802.1ad where the firmware has it, priorities
                    // since
                    // the driver knows of 802.1ad
                    Map.entry(
                            "bnxt_en",
                            taking(
                                            VLAN,
                                            QOS,
                                            MAC_ANTI_SPOOF,
                                            ALLOW_SET_MAC,
                                            ALLOW_PROMISC,
                                            MIN_TX_RATE,
                                            MAX_TX_RATE,
                                            LINK_STATE)
                                    .with(
                                            DriverTrait.DOT1AD,
                                            DriverTrait.REFUSES_PRIORITY_TAG,
                                            DriverTrait.NEEDS_UP_FOR_VFS)),
                    // broadcom/bnx2x/bnx2x_sriov.c; overlooks priorities
                    Map.entry(
                            "bnx2x",
                            taking(VLAN, MAC_ANTI_SPOOF, LINK_STATE)
                                    .with(
                                            DriverTrait.REFUSES_ZERO_MAC,
                                            DriverTrait.NEEDS_UP_FOR_VFS,
                                            DriverTrait.NEEDS_UP_FOR_ADDRESSES)),
                    // qlogic/qede/qede_main.c, qlogic/qed/qed_sriov.c; overlooks priorities
                    Map.entry(
                            "qede",
                            taking(
                                            VLAN,
                                            MAC_ANTI_SPOOF,
                                            ALLOW_SET_MAC,
                                            ALLOW_PROMISC,
                                            MIN_TX_RATE,
                                            MAX_TX_RATE,
                                            LINK_STATE)
                                    .with(
                                            DriverTrait.REFUSES_ZERO_MAC,
                                            DriverTrait.KEEPS_RATES_AT_ZERO)),
                    // qlogic/qlcnic/qlcnic_sriov_pf.c; keeps rates in steps of 100 Mbit/s
                    Map.entry(
                            "qlcnic",
                            taking(VLAN, QOS, MAC_ANTI_SPOOF, MIN_TX_RATE, MAX_TX_RATE)
                                    .with(
                                            DriverTrait.REFUSES_ZERO_MAC,
                                            DriverTrait.REFUSES_TRUNK,
                                            DriverTrait.REFUSES_VLAN_4095,
                                            DriverTrait.REPORTS_OTHER_RATES)
                                    .maxRate(1, 9999)),
                    // emulex/benet/be_main.c
                    Map.entry(
                            "be2net",
                            taking(VLAN, QOS, MAC_ANTI_SPOOF, MAX_TX_RATE, LINK_STATE)
                                    .with(
                                            DriverTrait.REFUSES_ZERO_MAC,
                                            DriverTrait.NEEDS_LINK_FOR_RATES)
                                    .maxRate(100, DriverTraits.HIGHEST_RATE)),
                    // cisco/enic/enic_main.c; reports nothing
                    Map.entry("enic", taking()),
                    // cavium/liquidio/lio_main.c
                    Map.entry(
                            "LiquidIO",
                            taking(
                                            VLAN,
                                            QOS,
                                            MAC_ANTI_SPOOF,
                                            ALLOW_SET_MAC,
                                            ALLOW_PROMISC,
                                            LINK_STATE)
                                    .with(
                                            DriverTrait.REFUSES_PRIORITY_TAG,
                                            DriverTrait.ONE_TRUSTED_VF)),
                    // chelsio/cxgb4/cxgb4_main.c
                    Map.entry(
                            "cxgb4",
                            taking(VLAN, MAX_TX_RATE, LINK_STATE)
                                    .with(
                                            DriverTrait.REFUSES_ZERO_MAC,
                                            DriverTrait.NEEDS_LINK_FOR_RATES)),
                    // netronome/nfp/nfp_net_sriov.c; each where the firmware has it
                    Map.entry(
                            "nfp",
                            taking(
                                            VLAN,
                                            QOS,
                                            MAC_ANTI_SPOOF,
                                            ALLOW_SET_MAC,
                                            ALLOW_PROMISC,
                                            MIN_TX_RATE,
                                            MAX_TX_RATE,
                                            LINK_STATE)
                                    .with(DriverTrait.DOT1AD)
                                    .maxRate(1, 0xfffe)),
                    // marvell/octeontx2/nic/otx2_pf.c
                    Map.entry(
                            "rvu_nicpf",
                            taking(VLAN, ALLOW_SET_MAC, ALLOW_PROMISC)
                                    .with(
                                            DriverTrait.REFUSES_ZERO_MAC,
                                            DriverTrait.NEEDS_UP_FOR_ADDRESSES)),
                    // sfc/sriov.c, sfc/ef10_sriov.c; does not report spoof checks
                    Map.entry("sfc", taking(VLAN, MAC_ANTI_SPOOF, LINK_STATE)),
                    // hisilicon/hns3/hns3_enet.c, hns3pf/hclge_main.c
                    Map.entry(
                            "hns3",
                            taking(
                                    VLAN,
                                    QOS,
                                    MAC_ANTI_SPOOF,
                                    ALLOW_SET_MAC,
                                    ALLOW_PROMISC,
                                    MAX_TX_RATE,
                                    LINK_STATE)),
                    // huawei/hinic/hinic_sriov.c
                    Map.entry(
                            "hinic",
                            taking(
                                            VLAN,
                                            QOS,
                                            MAC_ANTI_SPOOF,
                                            ALLOW_SET_MAC,
                                            ALLOW_PROMISC,
                                            MIN_TX_RATE,
                                            MAX_TX_RATE,
                                            LINK_STATE)
                                    .with(
                                            DriverTrait.REFUSES_ZERO_MAC,
                                            DriverTrait.NEEDS_LINK_FOR_RATES,
                                            DriverTrait.NEEDS_LINK_FOR_ZERO_RATES)),
                    // pensando/ionic/ionic_lif.c
                    Map.entry(
                            "ionic",
                            taking(
                                    VLAN,
                                    MAC_ANTI_SPOOF,
                                    ALLOW_SET_MAC,
                                    ALLOW_PROMISC,
                                    MAX_TX_RATE,
                                    LINK_STATE)),
                    // fungible/funeth/funeth_main.c
                    Map.entry("funeth", taking(VLAN, QOS, MAX_TX_RATE).with(DriverTrait.DOT1AD)),
                    // freescale/enetc/enetc_pf.c; reports nothing
                    Map.entry(
                            "fsl_enetc",
                            taking(VLAN, QOS, MAC_ANTI_SPOOF).with(DriverTrait.REFUSES_ZERO_MAC)));

    private DriverTable() {}

    /// A driver that sets addresses and these; every one that has VLANs can be told which kind.
    private static DriverTraits taking(VfParameter... parameters) {
        var all = EnumSet.of(MAC_ADDR, parameters);
        all.add(STABLE_MAC);
        if (all.contains(VLAN)) {
            all.add(VLAN_PROTO);
        }
        return DriverTraits.of(all);
    }

    /// {@return what a PF's driver takes on this device}
    ///
    /// @param pf the PF
    static DriverTraits of(PfIdentity pf) {
        if (isInfiniBand(pf)) {
            return DriverTraits.of(VfParameter.INFINIBAND);
        }
        DriverTraits traits = ROWS.getOrDefault(pf.driver(), UNKNOWN);
        return switch (pf.driver()) {
            // igb_ndo_set_vf_bw
            case "igb" ->
                    INTEL_82576.contains(pf.deviceId()) ? traits : traits.without(MAX_TX_RATE);
            // ixgbe_ndo_set_vf_rss_query_en
            case "ixgbe" -> INTEL_X550.contains(pf.deviceId()) ? traits.without(RSS_QUERY) : traits;
            default -> traits;
        };
    }

    /// {@return whether a PF is an InfiniBand controller: class 02, sub-class 07 of the PCI Code
    /// and ID Assignment Specification}
    static boolean isInfiniBand(PfIdentity pf) {
        return pf.classCode() >> 8 == 0x0207;
    }
}
