package io.sriov.linux.driver;

import static io.sriov.linux.driver.VfParameter.ALLOW_PROMISC;
import static io.sriov.linux.driver.VfParameter.ALLOW_SET_MAC;
import static io.sriov.linux.driver.VfParameter.LINK_STATE;
import static io.sriov.linux.driver.VfParameter.MAC_ADDR;
import static io.sriov.linux.driver.VfParameter.MAC_ANTI_SPOOF;
import static io.sriov.linux.driver.VfParameter.MAX_TX_RATE;
import static io.sriov.linux.driver.VfParameter.MIN_TX_RATE;
import static io.sriov.linux.driver.VfParameter.NODE_GUID;
import static io.sriov.linux.driver.VfParameter.PORT_GUID;
import static io.sriov.linux.driver.VfParameter.QOS;
import static io.sriov.linux.driver.VfParameter.RSS_QUERY;
import static io.sriov.linux.driver.VfParameter.VLAN;
import static io.sriov.linux.driver.VfParameter.VLAN_PROTO;

import io.sriov.driver.PfDriverException;
import io.sriov.linux.netlink.VfSetting;
import io.sriov.linux.netlink.VfVlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Puts what is declared of a VF in the order in which drivers take it.
///
/// Trust comes first, because i40e and ice reset the VF for it. The address comes before the check
/// of addresses, which mlx4 refuses without one, and before GUIDs, of which mlx5 derives one from
/// it (`mlx5_esw_set_vport_mac_locked`). The state of the link comes last: i40e and ice reset a VF
/// for most of the rest, and a link that is down at once keeps the VF off the network meanwhile.
final class VfSteps {

    /// What tells the rate that goes with a declared one in the same message.
    @FunctionalInterface
    interface OtherRate {
        /// {@return the rate that is in force, Mbit/s}
        ///
        /// @param rate which one
        /// @throws PfDriverException when it is not known
        long current(VfParameter rate) throws PfDriverException;
    }

    private final VfDeclaration vf;
    private final List<VfStep> steps = new ArrayList<>();

    private VfSteps(VfDeclaration vf) {
        this.vf = vf;
    }

    /// {@return the messages, one per attribute; none for what is not declared}
    ///
    /// @param vf what is declared, free of problems by [VfRules]
    /// @param other where a rate that is not declared is to be had from
    /// @throws PfDriverException when such a rate is not known
    static List<VfStep> of(VfDeclaration vf, OtherRate other) throws PfDriverException {
        var steps = new VfSteps(vf);
        VfParameter trust = vf.has(ALLOW_SET_MAC) ? ALLOW_SET_MAC : ALLOW_PROMISC;
        steps.add(trust, vf.trust(), VfSetting.Trust::new);
        steps.add(MAC_ADDR, vf.mac(), VfSetting.Mac::new);
        if (vf.has(VLAN)) {
            steps.addVlan();
        }
        steps.add(MAC_ANTI_SPOOF, vf.flag(MAC_ANTI_SPOOF), VfSetting.SpoofCheck::new);
        steps.add(RSS_QUERY, vf.flag(RSS_QUERY), VfSetting.RssQuery::new);
        if (vf.has(MIN_TX_RATE) || vf.has(MAX_TX_RATE)) {
            steps.addRates(other);
        }
        steps.add(NODE_GUID, vf.number(NODE_GUID), VfSetting.NodeGuid::new);
        steps.add(PORT_GUID, vf.number(PORT_GUID), VfSetting.PortGuid::new);
        steps.add(LINK_STATE, vf.linkState(), VfSetting.LinkState::new);
        return steps.steps;
    }

    private <T> void add(VfParameter at, Optional<T> value, Function<T, VfSetting> setting) {
        value.ifPresent(v -> steps.add(new VfStep(at, text(at), setting.apply(v))));
    }

    private void addVlan() {
        int id = vf.noVlan() ? 0 : vf.vlan().orElseThrow().number();
        var vlan = new VfVlan(id, (int) vf.qos(), vf.protocol().orElseThrow());
        steps.add(new VfStep(VLAN, text(VLAN, QOS, VLAN_PROTO), new VfSetting.Vlan(vlan)));
    }

    private void addRates(OtherRate other) throws PfDriverException {
        Optional<Long> min = vf.number(MIN_TX_RATE);
        Optional<Long> max = vf.number(MAX_TX_RATE);
        var rates =
                new VfSetting.TxRate(
                        min.isPresent() ? min.get() : other.current(MIN_TX_RATE),
                        max.isPresent() ? max.get() : other.current(MAX_TX_RATE));
        VfParameter at = max.isPresent() ? MAX_TX_RATE : MIN_TX_RATE;
        steps.add(new VfStep(at, text(MIN_TX_RATE, MAX_TX_RATE), rates));
    }

    private String text(VfParameter... parameters) {
        return Stream.of(parameters)
                .filter(vf::has)
                .map(parameter -> parameter.parameterName() + " " + vf.text(parameter))
                .collect(Collectors.joining(", "));
    }
}
