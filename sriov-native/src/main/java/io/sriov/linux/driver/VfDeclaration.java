package io.sriov.linux.driver;

import io.sriov.driver.DriverParameters;
import io.sriov.linux.netlink.VfLinkState;
import io.sriov.linux.netlink.VfVlan;
import io.sriov.schema.MacAddress;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.VlanId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a configuration declares of one VF, in the kernel's terms. Immutable and thread-safe.
///
/// @param parameters the parameters that [VfRules] has checked
record VfDeclaration(DriverParameters parameters) {
    private static final Map<String, Integer> PROTOCOLS =
            Map.of("802.1q", VfVlan.DOT1Q, "802.1ad", VfVlan.DOT1AD);

    /// {@return the parameters that are declared, in their order}
    Set<VfParameter> declared() {
        var declared = EnumSet.noneOf(VfParameter.class);
        Arrays.stream(VfParameter.values()).filter(this::has).forEach(declared::add);
        return declared;
    }

    /// Whether a parameter is declared; `stable-mac : false` is as if it were not.
    boolean has(VfParameter parameter) {
        return parameter == VfParameter.STABLE_MAC
                ? flag(parameter).orElse(false)
                : parameters.value(parameter.parameterName()).isPresent();
    }

    /// Whether the VF's address is to be made up by [io.sriov.driver.StableMac].
    boolean wantsStableMac() {
        return has(VfParameter.STABLE_MAC) && !has(VfParameter.MAC_ADDR);
    }

    /// {@return the same with an address}
    VfDeclaration withMac(MacAddress address) {
        var values = new HashMap<>(parameters.values());
        values.put(VfParameter.MAC_ADDR.parameterName(), new ParameterValue.Mac(address));
        return new VfDeclaration(DriverParameters.ofValues(values));
    }

    /// {@return a declared parameter's value for people; empty text where it is not declared}
    String text(VfParameter parameter) {
        if (parameter == VfParameter.NODE_GUID || parameter == VfParameter.PORT_GUID) {
            return number(parameter).map(VfDeclaration::guid).orElse("");
        }
        return parameters.value(parameter.parameterName()).map(value -> value.text()).orElse("");
    }

    static String guid(long bits) {
        return "0x%016x".formatted(bits);
    }

    Optional<MacAddress> mac() {
        return parameters.mac(VfParameter.MAC_ADDR.parameterName());
    }

    Optional<VlanId> vlan() {
        return parameters.vlan(VfParameter.VLAN.parameterName());
    }

    /// Whether it is declared that the VF is in no VLAN of the PF's.
    boolean noVlan() {
        return vlan().filter(id -> id.isTrunk() || id.number() == 0).isPresent();
    }

    long qos() {
        return number(VfParameter.QOS).orElse(0L);
    }

    /// The EtherType of the VLAN's tag; empty where the word for it has no meaning.
    Optional<Integer> protocol() {
        return parameters
                .string(VfParameter.VLAN_PROTO.parameterName())
                .map(word -> Optional.ofNullable(PROTOCOLS.get(word.toLowerCase(Locale.ROOT))))
                .orElse(Optional.of(VfVlan.DOT1Q));
    }

    Optional<Boolean> flag(VfParameter parameter) {
        return parameters.bool(parameter.parameterName());
    }

    /// Whether the VF is to be trusted, by whichever of the two names.
    Optional<Boolean> trust() {
        return flag(VfParameter.ALLOW_SET_MAC).or(() -> flag(VfParameter.ALLOW_PROMISC));
    }

    /// An integer, to be read as unsigned.
    Optional<Long> number(VfParameter parameter) {
        return parameters.uint(parameter.parameterName());
    }

    /// What the VF is to see of its link; empty where the word for it has no meaning, or none is
    /// declared.
    Optional<VfLinkState> linkState() {
        return parameters
                .string(VfParameter.LINK_STATE.parameterName())
                .flatMap(word ->
                        Arrays.stream(VfLinkState.values())
                                .filter(state -> state.name().equalsIgnoreCase(word))
                                .findFirst());
    }
}
