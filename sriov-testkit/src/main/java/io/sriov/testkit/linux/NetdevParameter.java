package io.sriov.testkit.linux;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import java.util.Optional;
import java.util.Set;

/// What can be declared of a VF of a network card, by the names that the SDK's own PF driver for
/// such cards has for it, and the operation that it takes. All are optional and have no default.
enum NetdevParameter {
    MAC_ADDR("mac-addr", ParameterType.UNICAST_MAC, VfOperation.MAC, "The VF's MAC address."),
    STABLE_MAC(
            "stable-mac",
            ParameterType.BOOL,
            VfOperation.MAC,
            "Give the VF an address that is the same every time."),
    VLAN("vlan", ParameterType.VLAN, VfOperation.VLAN, "The VLAN that the PF puts the VF into."),
    QOS("qos", ParameterType.UINT8, VfOperation.VLAN, "The priority of frames in that VLAN."),
    VLAN_PROTO(
            "vlan-proto",
            ParameterType.STRING,
            VfOperation.VLAN,
            "The kind of that VLAN: 802.1Q or 802.1ad."),
    MAC_ANTI_SPOOF(
            "mac-anti-spoof",
            ParameterType.BOOL,
            VfOperation.SPOOF_CHECK,
            "Drop frames from addresses that are not the VF's."),
    ALLOW_SET_MAC(
            "allow-set-mac",
            ParameterType.BOOL,
            VfOperation.TRUST,
            "Trust the VF. One switch with allow-promisc."),
    ALLOW_PROMISC(
            "allow-promisc",
            ParameterType.BOOL,
            VfOperation.TRUST,
            "Trust the VF. One switch with allow-set-mac."),
    MIN_TX_RATE(
            "min-tx-rate",
            ParameterType.UINT32,
            VfOperation.RATE,
            "Mbit/s that the VF is promised; 0 for none."),
    MAX_TX_RATE(
            "max-tx-rate",
            ParameterType.UINT32,
            VfOperation.RATE,
            "Mbit/s that the VF may send at most; 0 for no limit."),
    LINK_STATE(
            "link-state",
            ParameterType.STRING,
            VfOperation.LINK_STATE,
            "What the VF sees of its link: auto, enable or disable."),
    RSS_QUERY(
            "rss-query",
            ParameterType.BOOL,
            VfOperation.RSS_QUERY,
            "Let the VF read the RSS table that it shares with the PF."),
    NODE_GUID("node-guid", ParameterType.UINT64, VfOperation.GUID, "GUID of the InfiniBand node."),
    PORT_GUID("port-guid", ParameterType.UINT64, VfOperation.GUID, "GUID of the InfiniBand port.");

    private final String parameterName;
    private final ParameterType type;
    private final VfOperation operation;
    private final String description;

    NetdevParameter(
            String parameterName, ParameterType type, VfOperation operation, String description) {
        this.parameterName = parameterName;
        this.type = type;
        this.operation = operation;
        this.description = description;
    }

    String parameterName() {
        return parameterName;
    }

    /// Whether a driver takes it.
    boolean isTaken(PciDriver driver) {
        Set<VfOperation> operations = driver.vfOperations();
        boolean promises = this != MIN_TX_RATE || !driver.has(DriverTrait.NO_MINIMAL_RATE);
        return operations.contains(operation) && promises;
    }

    Parameter parameter() {
        return Parameter.builder().name(parameterName).type(type).description(description).build();
    }

    /// What a driver reports of it, for people; empty where it does not.
    Optional<String> text(VfInfo vf) {
        return switch (this) {
            case MAC_ADDR -> Optional.of(vf.mac().toString());
            case VLAN -> Optional.of(vf.vlan() == 0 ? "trunk" : Integer.toString(vf.vlan()));
            case QOS -> Optional.of(Integer.toString(vf.qos()));
            case VLAN_PROTO -> Optional.of(vf.protocol() == VfState.DOT1Q ? "802.1Q" : "802.1ad");
            case MAC_ANTI_SPOOF -> vf.spoofCheck().map(String::valueOf);
            case ALLOW_SET_MAC, ALLOW_PROMISC -> vf.trust().map(String::valueOf);
            case MIN_TX_RATE -> Optional.of(Long.toString(vf.minRate()));
            case MAX_TX_RATE -> Optional.of(Long.toString(vf.maxRate()));
            case LINK_STATE ->
                    Optional.of(vf.linkState().name().toLowerCase(java.util.Locale.ROOT));
            case RSS_QUERY -> vf.rssQuery().map(String::valueOf);
            case NODE_GUID -> Optional.of("0x%016x".formatted(vf.nodeGuid()));
            case PORT_GUID -> Optional.of("0x%016x".formatted(vf.portGuid()));
            case STABLE_MAC -> Optional.empty();
        };
    }
}
