package io.sriov.schema.compare;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.VlanId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How the values of a parameter's type before and after relate: which of those that could be
/// written still can be, and reach the driver as the same packed value.
///
/// Integers and VLANs are packed as numbers alike, `trunk` as 4096; every other type is packed in a
/// way of its own. Source: `pci_iov_validators` of FreeBSD's `sys/dev/pci/pci_iov_schema.c`.
///
/// @param kind one of the three changes of a type, or empty where it is the same
/// @param reason what becomes of values; empty where the type is the same
record TypeRelation(Optional<ChangeKind> kind, String reason) {
    private static final TypeRelation SAME = new TypeRelation(Optional.empty(), "");

    static TypeRelation of(Parameter before, Parameter after) {
        if (before.typeName().equals(after.typeName())) {
            return SAME;
        }
        ParameterType from = before.type().orElse(null);
        ParameterType to = after.type().orElse(null);
        if (from == null || to == null) {
            return changed(
                    "this version does not know "
                            + (from == null ? before : after).typeName()
                            + ", so nothing says that values stay valid");
        }
        if (includes(to, from)) {
            return new TypeRelation(
                    Optional.of(ChangeKind.TYPE_WIDENED), "every value stays valid, and the same");
        }
        if (isNumber(from) && isNumber(to)) {
            return new TypeRelation(
                    Optional.of(
                            includes(from, to)
                                    ? ChangeKind.TYPE_NARROWED
                                    : ChangeKind.TYPE_CHANGED),
                    lost(from, to));
        }
        return changed("the driver gets no more values of type " + from);
    }

    private static TypeRelation changed(String reason) {
        return new TypeRelation(Optional.of(ChangeKind.TYPE_CHANGED), reason);
    }

    private static boolean includes(ParameterType outer, ParameterType inner) {
        return isNumber(outer)
                && isNumber(inner)
                && Long.compareUnsigned(greatest(inner), greatest(outer)) <= 0
                && (inner != ParameterType.VLAN || outer == ParameterType.VLAN);
    }

    private static boolean isNumber(ParameterType type) {
        return type.isInteger() || type == ParameterType.VLAN;
    }

    /// The greatest number that can be written, to be read as unsigned.
    private static long greatest(ParameterType type) {
        return type == ParameterType.VLAN ? VlanId.MAX_TAG : type.max();
    }

    private static String lost(ParameterType from, ParameterType to) {
        var lost = new ArrayList<String>();
        if (from == ParameterType.VLAN) {
            lost.add("trunk");
        }
        if (Long.compareUnsigned(greatest(from), greatest(to)) > 0) {
            lost.add("numbers above " + Long.toUnsignedString(greatest(to)));
        }
        return String.join(" and ", lost)
                + (lost.equals(List.of("trunk")) ? " is" : " are")
                + " refused";
    }

    /// {@return whether two values are packed alike, so that a driver cannot tell them apart}
    static boolean samePacked(ParameterValue one, ParameterValue other) {
        Optional<Long> number = number(one);
        return number.isPresent() ? number.equals(number(other)) : one.equals(other);
    }

    private static Optional<Long> number(ParameterValue value) {
        return switch (value) {
            case ParameterValue.Uint(long bits) -> Optional.of(bits);
            case ParameterValue.Vlan(VlanId id) -> Optional.of((long) id.number());
            case ParameterValue.Bool _, ParameterValue.Text _, ParameterValue.Mac _ ->
                    Optional.empty();
        };
    }
}
