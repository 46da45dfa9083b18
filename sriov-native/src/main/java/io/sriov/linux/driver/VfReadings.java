package io.sriov.linux.driver;

import io.sriov.host.ParameterReading;
import io.sriov.linux.netlink.LinkAddress;
import io.sriov.linux.netlink.Reported;
import io.sriov.linux.netlink.VfLink;
import io.sriov.linux.netlink.VfVlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Says in the words of configurations what the kernel reports of a VF.
final class VfReadings {
    private VfReadings() {}

    /// {@return the parameters that a driver takes, in their order}
    ///
    /// @param traits what it takes
    /// @param driver its name
    /// @param found what the kernel reports
    static List<ParameterReading> of(DriverTraits traits, String driver, VfLink found) {
        var readings = new ArrayList<ParameterReading>();
        for (VfParameter parameter : VfParameter.values()) {
            if (isRead(parameter, traits)) {
                readings.add(reading(parameter, driver, text(parameter, found, traits)));
            }
        }
        return readings;
    }

    /// {@return the parameters that a driver takes, none of which is known}
    ///
    /// @param traits what it takes
    /// @param why why it is not
    static List<ParameterReading> unknown(DriverTraits traits, String why) {
        return Arrays.stream(VfParameter.values())
                .filter(parameter -> isRead(parameter, traits))
                .map(parameter ->
                        new ParameterReading(
                                parameter.parameterName(), ParameterReading.State.UNKNOWN, why))
                .toList();
    }

    /// What `stable-mac` stands for is read as an address.
    private static boolean isRead(VfParameter parameter, DriverTraits traits) {
        return traits.takes(parameter) && parameter != VfParameter.STABLE_MAC;
    }

    private static ParameterReading reading(
            VfParameter parameter, String driver, Optional<String> reported) {
        return reported.map(value -> ParameterReading.known(parameter.parameterName(), value))
                .orElseGet(() ->
                        new ParameterReading(
                                parameter.parameterName(),
                                ParameterReading.State.UNSUPPORTED,
                                "driver " + driver + " does not report it"));
    }

    private static Optional<String> text(VfParameter parameter, VfLink found, DriverTraits traits) {
        Optional<VfVlan> vlan = VfComparison.vlan(found, traits);
        return switch (parameter) {
            case MAC_ADDR -> found.mac().value().map(LinkAddress::toString);
            case VLAN -> vlan.map(at -> at.id() == 0 ? "trunk" : Integer.toString(at.id()));
            case QOS -> vlan.map(at -> Integer.toString(at.qos()));
            case VLAN_PROTO -> vlan.map(at -> VfComparison.word(at.protocol()));
            case MAC_ANTI_SPOOF -> text(found.spoofCheck());
            case ALLOW_SET_MAC, ALLOW_PROMISC -> text(found.trust());
            case RSS_QUERY -> text(found.rssQuery());
            case MIN_TX_RATE -> text(found.minTxRate());
            case MAX_TX_RATE -> text(found.maxTxRate());
            case LINK_STATE -> found.linkState().value().map(VfComparison::word);
            case NODE_GUID -> found.nodeGuid().value().map(VfDeclaration::guid);
            case PORT_GUID -> found.portGuid().value().map(VfDeclaration::guid);
            case STABLE_MAC, MSIX_VECTORS -> Optional.empty();
        };
    }

    private static Optional<String> text(Reported<?> reported) {
        return reported.value().map(String::valueOf);
    }
}
