package io.sriov.schema.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.MacAddress;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.VlanId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// For every pair of types, required, optional or with one of two defaults: the verdict is the one
/// that the reader of configurations gives for values at every limit.
class TypePairsTest {
    private static final String NAME = "p";

    static Stream<Arguments> pairs() {
        return Stream.of(ParameterType.values())
                .flatMap(from ->
                        Stream.of(ParameterType.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void verdictIsThatOfTheReader(ParameterType from, ParameterType to) {
        for (Parameter was : forms(from)) {
            for (Parameter is : forms(to)) {
                check(PfSchema.ofDriver(List.of(), List.of(was)), is);
            }
        }
    }

    private static void check(PfSchema before, Parameter is) {
        PfSchema after = PfSchema.ofDriver(List.of(), List.of(is));
        SchemaComparison comparison = SchemaComparison.of(before, after);
        String what = before.vf() + " -> " + is;
        Set<ChangeKind> kinds =
                comparison.changes().stream().map(SchemaChange::kind).collect(Collectors.toSet());
        Set<ChangeKind> breaking =
                comparison.breaking().stream().map(SchemaChange::kind).collect(Collectors.toSet());

        boolean byValue = !Witnesses.ofValues(before, after, DeviceKind.VF, NAME).isEmpty();
        boolean byAbsence = !Witnesses.ofAbsence(before, after, DeviceKind.VF, NAME).isEmpty();
        boolean takesMore =
                !Witnesses.ofValues(requiredIn(after), requiredIn(before), DeviceKind.VF, NAME)
                        .isEmpty();

        assertThat(
                        breaking.contains(ChangeKind.TYPE_NARROWED)
                                || breaking.contains(ChangeKind.TYPE_CHANGED))
                .as(what)
                .isEqualTo(byValue);
        assertThat(kinds.contains(ChangeKind.TYPE_NARROWED))
                .as(what)
                .isEqualTo(byValue && !takesMore);
        assertThat(kinds.contains(ChangeKind.TYPE_WIDENED))
                .as(what)
                .isEqualTo(!byValue && takesMore);
        assertThat(breaking.stream().anyMatch(kind -> !kind.name().startsWith("TYPE")))
                .as(what)
                .isEqualTo(byAbsence);
        assertThat(comparison.isBreaking()).as(what).isEqualTo(byValue || byAbsence);
    }

    /// The same schema with its parameter required, so that leaving it out is no witness.
    private static PfSchema requiredIn(PfSchema schema) {
        String type = schema.vf().find(NAME).orElseThrow().typeName();
        return PfSchema.ofDriver(
                List.of(),
                List.of(Parameter.required(NAME, ParameterType.named(type).orElseThrow())));
    }

    private static List<Parameter> forms(ParameterType type) {
        return Stream.concat(
                        Stream.of(Parameter.required(NAME, type), Parameter.optional(NAME, type)),
                        defaults(type).stream()
                                .map(value -> Parameter.defaulted(NAME, type, value)))
                .toList();
    }

    private static List<ParameterValue> defaults(ParameterType type) {
        return switch (type) {
            case BOOL -> List.of(ParameterValue.Bool.FALSE, ParameterValue.Bool.TRUE);
            case STRING ->
                    List.of(
                            new ParameterValue.Text("true"),
                            new ParameterValue.Text("02:00:00:00:00:05"));
            case UNICAST_MAC ->
                    List.of(
                            new ParameterValue.Mac(new MacAddress(5)),
                            new ParameterValue.Mac(
                                    MacAddress.parse("02:00:00:00:00:05").orElseThrow()));
            case VLAN ->
                    List.of(
                            new ParameterValue.Vlan(new VlanId(5)),
                            new ParameterValue.Vlan(VlanId.TRUNK));
            case UINT8 -> List.of(new ParameterValue.Uint(5), new ParameterValue.Uint(255));
            case UINT16, UINT32, UINT64 ->
                    List.of(new ParameterValue.Uint(5), new ParameterValue.Uint(4096));
        };
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void everyChangeOfATypeIsToldWithBoth(ParameterType from, ParameterType to) {
        SchemaComparison comparison =
                SchemaComparison.of(
                        PfSchema.ofDriver(List.of(Parameter.optional(NAME, from)), List.of()),
                        PfSchema.ofDriver(List.of(Parameter.optional(NAME, to)), List.of()));

        if (from == to) {
            assertThat(comparison.changes()).isEmpty();
        } else {
            SchemaChange change = comparison.changes().getFirst();
            assertThat(change.place()).isEqualTo("PF.DRIVER.p");
            assertThat(change.before()).isEqualTo(Optional.of(from.typeName()));
            assertThat(change.after()).isEqualTo(Optional.of(to.typeName()));
        }
    }
}
