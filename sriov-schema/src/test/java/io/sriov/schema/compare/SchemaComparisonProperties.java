package io.sriov.schema.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterType;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.config.ConfigCases;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Verdicts against the reader of configurations, on schemas that have changed in many places.
class SchemaComparisonProperties {
    private static final List<ParameterType> TYPES = List.of(ParameterType.values());

    @Property(tries = 1000)
    void whatDoesNotBreakLeavesEveryConfigurationAsItWas(@ForAll Random random) {
        PfSchema before = ConfigCases.schema(random);
        PfSchema after = changed(before, random, true);
        SchemaComparison comparison = SchemaComparison.of(before, after);
        if (comparison.isBreaking()) {
            return;
        }
        for (int i = 0; i < 10; i++) {
            String text = ConfigCases.draw(before, random).text();

            assertThat(Witnesses.breaks(text, before, after))
                    .as("%s%n%s", comparison, text)
                    .isFalse();
        }
    }

    @Property(tries = 500)
    void everyBreakingChangeHasAConfigurationThatItBreaks(@ForAll Random random) {
        PfSchema before = ConfigCases.schema(random);
        PfSchema after = changed(before, random, false);

        for (SchemaChange change : SchemaComparison.of(before, after).breaking()) {
            List<String> witnesses = witnesses(before, after, change);

            assertThat(witnesses).as(change.toString()).isNotEmpty();
            // Also where the parameter alone has changed, so that nothing else is to blame.
            PfSchema alone = withOnly(before, after, change);
            assertThat(witnesses)
                    .as(change.toString())
                    .anyMatch(text -> Witnesses.breaks(text, before, alone));
        }
    }

    @Property(tries = 500)
    void changesOfAParameterAreTheSameWhateverElseChanges(@ForAll Random random) {
        PfSchema before = ConfigCases.schema(random);
        PfSchema after = changed(before, random, false);
        List<SchemaChange> changes = SchemaComparison.of(before, after).changes();

        for (SchemaChange change : changes) {
            assertThat(SchemaComparison.of(before, withOnly(before, after, change)).changes())
                    .contains(change)
                    .allMatch(other -> other.place().equals(change.place()));
        }
    }

    @Property(tries = 500)
    void sameSchemaHasNoChanges(@ForAll Random random) {
        PfSchema schema = ConfigCases.schema(random);

        assertThat(SchemaComparison.of(schema, schema).changes()).isEmpty();
    }

    private static List<String> witnesses(PfSchema before, PfSchema after, SchemaChange change) {
        return Stream.concat(
                        Witnesses.ofValues(before, after, change.device(), change.parameter())
                                .stream(),
                        Witnesses.ofAbsence(before, after, change.device(), change.parameter())
                                .stream())
                .toList();
    }

    /// The first schema with one parameter as the second has it.
    private static PfSchema withOnly(PfSchema before, PfSchema after, SchemaChange change) {
        return PfSchema.ofDriver(
                withOnly(DeviceKind.PF, before, after, change),
                withOnly(DeviceKind.VF, before, after, change));
    }

    private static List<Parameter> withOnly(
            DeviceKind kind, PfSchema before, PfSchema after, SchemaChange change) {
        var parameters = new ArrayList<>(before.device(kind).parameters(Subsystem.DRIVER));
        if (kind == change.device()) {
            DeviceSchema changed = after.device(kind);
            parameters.removeIf(p -> ParameterName.same(p.name(), change.parameter()));
            changed.find(change.parameter()).ifPresent(parameters::add);
        }
        return parameters;
    }

    private static PfSchema changed(PfSchema schema, Random random, boolean gently) {
        return PfSchema.ofDriver(
                changed(schema.pf(), "p", random, gently),
                changed(schema.vf(), "v", random, gently));
    }

    private static List<Parameter> changed(
            DeviceSchema device, String prefix, Random random, boolean gently) {
        var parameters = new ArrayList<Parameter>();
        for (Parameter parameter : device.parameters(Subsystem.DRIVER)) {
            if (gently || random.nextInt(6) > 0) {
                parameters.add(
                        random.nextBoolean() ? parameter : changed(parameter, random, gently));
            }
        }
        for (Parameter fresh : ConfigCases.parameters(random, prefix + "-new")) {
            if (!gently || !fresh.required()) {
                parameters.add(fresh);
            }
        }
        Collections.shuffle(parameters, random);
        return parameters;
    }

    private static Parameter changed(Parameter parameter, Random random, boolean gently) {
        ParameterType type = parameter.type().orElseThrow();
        String name =
                random.nextBoolean() ? parameter.name() : parameter.name().toUpperCase(Locale.ROOT);
        ParameterType other =
                gently ? wider(type, random) : TYPES.get(random.nextInt(TYPES.size()));
        if (gently && !parameter.required()) {
            return parameter.defaultValue().isEmpty()
                    ? Parameter.optional(name, other)
                    : Parameter.defaulted(name, type, parameter.defaultValue().get());
        }
        return switch (random.nextInt(3)) {
            case 0 -> Parameter.optional(name, other);
            case 1 -> Parameter.required(name, other);
            default -> Parameter.defaulted(name, other, ConfigCases.value(random, other));
        };
    }

    /// A type that often, but not always, takes all that the other one took.
    private static ParameterType wider(ParameterType type, Random random) {
        return switch (type) {
            case UINT8 -> random.nextBoolean() ? ParameterType.VLAN : ParameterType.UINT16;
            case UINT16 -> random.nextInt(5) == 0 ? ParameterType.VLAN : ParameterType.UINT32;
            case UINT32 -> ParameterType.UINT64;
            case BOOL, STRING, UNICAST_MAC, VLAN, UINT64 -> type;
        };
    }
}
