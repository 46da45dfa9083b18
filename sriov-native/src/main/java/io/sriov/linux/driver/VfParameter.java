package io.sriov.linux.driver;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What the kernel lets one set of a VF of a network card, nearly all of it through the PF's
/// network interface, in the order in which schemas have it. Where FreeBSD's drivers have the same
/// thing, it has their name.
///
/// All are optional and have no default: what is not declared is not written.
enum VfParameter {
    MAC_ADDR(
            "mac-addr",
            ParameterType.UNICAST_MAC,
            "MAC address of the VF, which takes it when its driver starts; 00:00:00:00:00:00 lets"
                    + " it choose one."),
    STABLE_MAC(
            "stable-mac",
            ParameterType.BOOL,
            "Give the VF an address that is the same every time, unless mac-addr gives it one."),
    VLAN(
            "vlan",
            ParameterType.VLAN,
            "VLAN that the PF puts the VF into, which does not notice; trunk, or 0, for none."),
    QOS("qos", ParameterType.UINT8, "Priority, 0 to 7, of the frames in the VLAN of vlan."),
    VLAN_PROTO(
            "vlan-proto",
            ParameterType.STRING,
            "Kind of the VLAN of vlan: 802.1Q, or 802.1ad for a service tag; 802.1Q where it is"
                    + " not given."),
    MAC_ANTI_SPOOF(
            "mac-anti-spoof",
            ParameterType.BOOL,
            "Drop frames that the VF sends from an address that is not its own."),
    ALLOW_SET_MAC(
            "allow-set-mac",
            ParameterType.BOOL,
            "Trust the VF, so that it may change its MAC address. One switch with allow-promisc."),
    ALLOW_PROMISC(
            "allow-promisc",
            ParameterType.BOOL,
            "Trust the VF, so that it may receive what is not addressed to it. One switch with"
                    + " allow-set-mac."),
    MIN_TX_RATE(
            "min-tx-rate",
            ParameterType.UINT32,
            "Bandwidth, Mbit/s, that the VF is promised for sending; 0 for none."),
    MAX_TX_RATE(
            "max-tx-rate",
            ParameterType.UINT32,
            "Bandwidth, Mbit/s, beyond which the VF may not send; 0 for no limit."),
    LINK_STATE(
            "link-state",
            ParameterType.STRING,
            "What the VF sees of its link: auto for what the PF's link is, enable for up, disable"
                    + " for down."),
    RSS_QUERY(
            "rss-query",
            ParameterType.BOOL,
            "Let the VF read the RSS table and hash key that it shares with the PF."),
    NODE_GUID(
            "node-guid",
            ParameterType.UINT64,
            "GUID of the VF's InfiniBand node, in hexadecimal with 0x."),
    PORT_GUID(
            "port-guid",
            ParameterType.UINT64,
            "GUID of the VF's InfiniBand port, in hexadecimal with 0x."),
    MSIX_VECTORS(
            "msix-vectors",
            ParameterType.UINT16,
            "How many MSI-X vectors the VF has, and with them queues; 0 for as many as the PF's"
                    + " driver thinks right.");

    /// Those that are set through the PF's network interface.
    static final Set<VfParameter> THROUGH_LINK =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(MSIX_VECTORS)));

    /// Those that make sense for an Ethernet controller.
    static final Set<VfParameter> ETHERNET =
            Collections.unmodifiableSet(EnumSet.range(MAC_ADDR, RSS_QUERY));

    /// Those that IP over InfiniBand has operations for: `ipoib_netdev_ops_pf`,
    /// `drivers/infiniband/ulp/ipoib/ipoib_main.c`, Linux 6.12.
    static final Set<VfParameter> INFINIBAND =
            Collections.unmodifiableSet(EnumSet.of(LINK_STATE, NODE_GUID, PORT_GUID));

    private final String parameterName;
    private final ParameterType type;
    private final String description;

    VfParameter(String parameterName, ParameterType type, String description) {
        this.parameterName = parameterName;
        this.type = type;
        this.description = description;
    }

    /// {@return the name that configurations use}
    String parameterName() {
        return parameterName;
    }

    /// {@return the parameter as schemas have it}
    Parameter parameter() {
        return Parameter.builder().name(parameterName).type(type).description(description).build();
    }
}
