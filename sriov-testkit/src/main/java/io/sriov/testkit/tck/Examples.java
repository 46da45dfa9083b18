package io.sriov.testkit.tck;

import io.sriov.schema.MacAddress;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.VlanId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Values of each type: some that most devices take, and those at the ends.
final class Examples {
    private static final int MACS = 1 << 16;

    private Examples() {}

    /// A value that differs from one seed to the next, and from the default with seed 0.
    static ParameterValue of(Parameter parameter, int seed) {
        return switch (type(parameter)) {
            case BOOL -> {
                boolean byDefault =
                        parameter.defaultValue().equals(Optional.of(ParameterValue.Bool.TRUE));
                yield ParameterValue.Bool.of(byDefault == (seed % 2 != 0));
            }
            case STRING -> new ParameterValue.Text("Example-" + seed);
            case UNICAST_MAC -> new ParameterValue.Mac(mac(0x02_0000_000001L + seed % MACS));
            case VLAN -> new ParameterValue.Vlan(new VlanId(2 + seed % 4000));
            case UINT8, UINT16, UINT32, UINT64 -> new ParameterValue.Uint(1 + seed % 100);
        };
    }

    private static ParameterType type(Parameter parameter) {
        return parameter
                .type()
                .orElseThrow(() ->
                        new AssertionError(
                                "'"
                                        + parameter.name()
                                        + "' has type '"
                                        + parameter.typeName()
                                        + "', which is none"));
    }

    private static MacAddress mac(long bits) {
        byte[] octets = new byte[MacAddress.LENGTH];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (bits >>> (8 * (octets.length - 1 - i)));
        }
        return MacAddress.of(octets);
    }

    /// The values at the ends of a type, and at the places where signs go wrong.
    static List<ParameterValue> ends(Parameter parameter) {
        ParameterType type = type(parameter);
        return switch (type) {
            case BOOL -> List.of(ParameterValue.Bool.FALSE, ParameterValue.Bool.TRUE);
            case STRING ->
                    List.of(
                            new ParameterValue.Text(""),
                            new ParameterValue.Text(
                                    " Aa \"b\" \\ \u00c9\u00e9\u2028\uD83D\uDE00\t"),
                            new ParameterValue.Text("xX".repeat(127) + "x"));
            case UNICAST_MAC ->
                    List.of(
                            new ParameterValue.Mac(mac(0)),
                            new ParameterValue.Mac(mac(0x02_0000_000000L)),
                            new ParameterValue.Mac(mac(0xfe_ffff_ffffffL)));
            case VLAN ->
                    List.of(
                            new ParameterValue.Vlan(new VlanId(0)),
                            new ParameterValue.Vlan(new VlanId(1)),
                            new ParameterValue.Vlan(new VlanId(4094)),
                            new ParameterValue.Vlan(new VlanId(VlanId.MAX_TAG)),
                            new ParameterValue.Vlan(VlanId.TRUNK));
            case UINT8, UINT16, UINT32, UINT64 -> integers(type.max());
        };
    }

    private static List<ParameterValue> integers(long max) {
        var values = new ArrayList<ParameterValue>();
        long half = max >>> 1;
        for (long bits : new long[] {0, 1, half, half + 1, max - 1, max}) {
            values.add(new ParameterValue.Uint(bits));
        }
        return values;
    }
}
