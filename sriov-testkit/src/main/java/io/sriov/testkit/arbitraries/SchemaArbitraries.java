package io.sriov.testkit.arbitraries;

import io.sriov.schema.MacAddress;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.VlanId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Draws schemas, parameters and their values.
///
/// ```java
/// @Provide
/// Arbitrary<PfSchema> schemas() {
///     return SchemaArbitraries.schemas();
/// }
/// ```
public final class SchemaArbitraries {
    private static final int MOST_PARAMETERS = 6;
    private static final int MULTICAST = 0x01;

    private SchemaArbitraries() {}

    /// {@return schemas with up to six parameters of the driver for the PF and for VFs, of all
    /// types: optional, required and with defaults}
    public static Arbitrary<PfSchema> schemas() {
        return Combinators.combine(parameters("pf-"), parameters("vf-")).as(PfSchema::ofDriver);
    }

    private static Arbitrary<List<Parameter>> parameters(String prefix) {
        return unnamed().list().ofMaxSize(MOST_PARAMETERS).map(drawn -> named(drawn, prefix));
    }

    /// Names by position, so that no two are the same whatever is left out by shrinking.
    private static List<Parameter> named(List<Parameter> drawn, String prefix) {
        var parameters = new ArrayList<Parameter>();
        for (Parameter parameter : drawn) {
            parameters.add(
                    Parameter.builder().from(parameter).name(prefix + parameters.size()).build());
        }
        return parameters;
    }

    private static Arbitrary<Parameter> unnamed() {
        return Arbitraries.of(ParameterType.values())
                .flatMap(type ->
                        Arbitraries.oneOf(
                                Arbitraries.just(Parameter.optional("parameter", type)),
                                values(type)
                                        .map(value ->
                                                Parameter.defaulted("parameter", type, value)),
                                Arbitraries.just(Parameter.required("parameter", type))));
    }

    /// {@return values of a type, those at its limits more often than others}
    ///
    /// @param type the type
    public static Arbitrary<ParameterValue> values(ParameterType type) {
        return switch (type) {
            case BOOL -> Arbitraries.of(ParameterValue.Bool.FALSE, ParameterValue.Bool.TRUE);
            case STRING ->
                    Arbitraries.strings()
                            .withCharRange('a', 'z')
                            .withCharRange('\u0001', '\ud7ff')
                            .ofMaxLength(20)
                            .map(ParameterValue.Text::new);
            case UNICAST_MAC -> macAddresses().map(ParameterValue.Mac::new);
            case VLAN ->
                    Arbitraries.integers()
                            .between(0, VlanId.TRUNK.number())
                            .map(number -> new ParameterValue.Vlan(new VlanId(number)));
            case UINT8, UINT16, UINT32, UINT64 ->
                    Arbitraries.bigIntegers()
                            .between(
                                    BigInteger.ZERO,
                                    new BigInteger(Long.toUnsignedString(type.max())))
                            .map(number -> new ParameterValue.Uint(number.longValue()));
        };
    }

    /// {@return unicast MAC addresses, all zeros among them}
    public static Arbitrary<MacAddress> macAddresses() {
        return Arbitraries.integers()
                .between(0, 0xff)
                .list()
                .ofSize(MacAddress.LENGTH)
                .map(octets -> {
                    var address = new byte[MacAddress.LENGTH];
                    for (int i = 0; i < MacAddress.LENGTH; i++) {
                        address[i] = octets.get(i).byteValue();
                    }
                    address[0] &= (byte) ~MULTICAST;
                    return MacAddress.of(address);
                });
    }
}
