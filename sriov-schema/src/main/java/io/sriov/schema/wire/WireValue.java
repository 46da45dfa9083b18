package io.sriov.schema.wire;

import io.sriov.schema.MacAddress;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.VlanId;
import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.Nvlist;
import java.util.Optional;

/// How values of parameters stand in an nvlist (`pci_iov_schema.c`): `bool` as BOOL, `string` as
/// STRING, `unicast-mac` as a BINARY of six bytes, all others as NUMBER.
final class WireValue {
    private static final int SHOWN = 60;

    private WireValue() {}

    static NvValue of(ParameterValue value) {
        return switch (value) {
            case ParameterValue.Bool(boolean truth) -> NvValue.Bool.of(truth);
            case ParameterValue.Text(String text) -> new NvValue.Text(text);
            case ParameterValue.Uint(long bits) -> new NvValue.Uint64(bits);
            case ParameterValue.Vlan(VlanId id) -> new NvValue.Uint64(id.number());
            case ParameterValue.Mac(MacAddress address) -> NvValue.Binary.of(address.octets());
        };
    }

    /// {@return the value of a type that an nvlist holds, or nothing if it holds something else or
    /// the value is out of the type's range}
    static Optional<ParameterValue> read(NvValue value, ParameterType type) {
        return read(value, type == ParameterType.VLAN).filter(type::accepts);
    }

    /// {@return the value of a type unknown here, told by its form alone}
    static Optional<ParameterValue> readUntyped(NvValue value) {
        return read(value, false);
    }

    private static Optional<ParameterValue> read(NvValue value, boolean vlan) {
        return switch (value) {
            case NvValue.Bool(boolean truth) -> Optional.of(ParameterValue.Bool.of(truth));
            case NvValue.Text(String text) -> Optional.of(new ParameterValue.Text(text));
            case NvValue.Uint64(long bits) when vlan ->
                    bits < 0 || bits > VlanId.TRUNK.number()
                            ? Optional.empty()
                            : Optional.of(new ParameterValue.Vlan(new VlanId((int) bits)));
            case NvValue.Uint64(long bits) -> Optional.of(new ParameterValue.Uint(bits));
            case NvValue.Binary bytes when bytes.size() == MacAddress.LENGTH ->
                    Optional.of(new ParameterValue.Mac(MacAddress.of(bytes.toBytes())));
            default -> Optional.empty();
        };
    }

    /// {@return a value as messages show it}
    static String text(NvValue value) {
        String text =
                switch (value) {
                    case NvValue.Text(String content) -> content;
                    case NvValue.Bool(boolean truth) -> Boolean.toString(truth);
                    case NvValue.Binary bytes when bytes.size() <= SHOWN / 2 -> bytes.toString();
                    case NvValue.Null _, NvValue.Uint64 _ -> value.toString();
                    case NvValue.Binary bytes -> bytes.size() + " bytes";
                    case Nvlist _ -> "a list";
                    case NvValue.BoolArray _,
                            NvValue.NumberArray _,
                            NvValue.TextArray _,
                            NvValue.NvlistArray _ ->
                            "an array";
                };
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
