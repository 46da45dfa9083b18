package io.sriov.linux.driver;

import io.sriov.host.ParameterMismatch;
import io.sriov.linux.netlink.LinkAddress;
import io.sriov.linux.netlink.Reported;
import io.sriov.linux.netlink.VfLink;
import io.sriov.linux.netlink.VfLinkState;
import io.sriov.linux.netlink.VfVlan;
import io.sriov.schema.config.IovConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// Compares what is declared of a VF with what the kernel reports of it. What a driver does not
/// report, or is known to report otherwise than it was set, is no mismatch. For one VF.
final class VfComparison {
    private static final int RESERVED_VLAN = 4095;

    private final DriverTraits traits;
    private final VfDeclaration declared;
    private final VfLink found;
    private final List<ParameterMismatch> mismatches = new ArrayList<>();

    private VfComparison(DriverTraits traits, VfDeclaration declared, VfLink found) {
        this.traits = traits;
        this.declared = declared;
        this.found = found;
    }

    /// {@return the parameters that read back otherwise, in their order}
    ///
    /// @param traits how the driver reports
    /// @param declared what is declared
    /// @param found what the kernel reports
    static List<ParameterMismatch> of(DriverTraits traits, VfDeclaration declared, VfLink found) {
        var comparison = new VfComparison(traits, declared, found);
        for (VfParameter parameter : declared.declared()) {
            comparison.compare(parameter);
        }
        return comparison.mismatches;
    }

    private void compare(VfParameter parameter) {
        switch (parameter) {
            case MAC_ADDR -> {
                // A VF that is given zeros, or is trusted, may choose an address, and drivers
                // report
                // that one: igb_set_vf_mac_addr in intel/igb/igb_main.c, ice_vfhw_mac_add in
                // intel/ice/ice_virtchnl.c.
                if (!declared.mac().filter(VfRules::isZero).isPresent()
                        && !declared.trust().orElse(false)) {
                    compare(
                            parameter,
                            declared.mac(),
                            found.mac().value().flatMap(LinkAddress::mac));
                }
            }
            case STABLE_MAC, MSIX_VECTORS -> {
                // the former is read back as the address that it stands for, the latter not at all
            }
            case VLAN -> compare(parameter, declaredVlan(), foundVlan().map(VfVlan::id));
            case QOS ->
                    compare(
                            parameter,
                            declared.number(parameter),
                            foundVlan().map(vlan -> (long) vlan.qos()));
            case VLAN_PROTO -> {
                // without a VLAN there is nothing that a driver would keep it with
                if (!declared.noVlan()) {
                    compare(
                            parameter,
                            declared.protocol().map(VfComparison::word),
                            foundVlan().map(VfVlan::protocol).map(VfComparison::word));
                }
            }
            case MAC_ANTI_SPOOF -> compareFlag(parameter, found.spoofCheck());
            case ALLOW_SET_MAC, ALLOW_PROMISC -> compareFlag(parameter, found.trust());
            case RSS_QUERY -> compareFlag(parameter, found.rssQuery());
            case MIN_TX_RATE -> compareRate(parameter, found.minTxRate());
            case MAX_TX_RATE -> compareRate(parameter, found.maxTxRate());
            case LINK_STATE ->
                    compare(
                            parameter,
                            declared.linkState().map(VfComparison::word),
                            found.linkState().value().map(VfComparison::word));
            case NODE_GUID -> compareGuid(parameter, found.nodeGuid());
            case PORT_GUID -> compareGuid(parameter, found.portGuid());
        }
    }

    private Optional<Integer> declaredVlan() {
        return declared.vlan().map(id -> declared.noVlan() ? 0 : id.number());
    }

    private Optional<VfVlan> foundVlan() {
        return vlan(found, traits);
    }

    /// {@return the VLAN that a VF is in, as far as it is reported; that of id 0 is none}
    static Optional<VfVlan> vlan(VfLink found, DriverTraits traits) {
        return found.vlan()
                .value()
                .map(vlan ->
                        vlan.id() == RESERVED_VLAN && traits.has(DriverTrait.REPORTS_4095_FOR_NONE)
                                ? new VfVlan(0, vlan.qos(), vlan.protocol())
                                : vlan);
    }

    static String word(int protocol) {
        return protocol == VfVlan.DOT1AD ? "802.1ad" : "802.1Q";
    }

    static String word(VfLinkState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private void compareFlag(VfParameter parameter, Reported<Boolean> reported) {
        compare(parameter, declared.flag(parameter), reported.value());
    }

    private void compareRate(VfParameter parameter, Reported<Long> reported) {
        boolean untold =
                traits.has(DriverTrait.REPORTS_OTHER_RATES)
                        || (traits.has(DriverTrait.KEEPS_RATES_AT_ZERO)
                                && declared.number(parameter).orElse(0L) == 0);
        if (!untold) {
            compare(parameter, declared.number(parameter), reported.value());
        }
    }

    private void compareGuid(VfParameter parameter, Reported<Long> reported) {
        compare(
                parameter,
                declared.number(parameter).map(VfDeclaration::guid),
                reported.value().map(VfDeclaration::guid));
    }

    private <T> void compare(VfParameter parameter, Optional<T> wanted, Optional<T> reported) {
        if (wanted.isPresent() && reported.isPresent() && !Objects.equals(wanted, reported)) {
            mismatches.add(
                    new ParameterMismatch(
                            IovConfig.vfName(found.index()),
                            parameter.parameterName(),
                            declared.text(parameter),
                            reported.get().toString()));
        }
    }
}
