package io.sriov.testkit.arbitraries;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.IovConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Draws configurations for a schema, and texts that are none.
///
/// ```java
/// @Provide
/// Arbitrary<IovConfig> configs() {
///     return ConfigArbitraries.valid(host.physicalFunction("ix0").schema(), "ix0", 8);
/// }
/// ```
public final class ConfigArbitraries {
    private ConfigArbitraries() {}

    /// {@return configurations that are valid by a schema}
    ///
    /// @param schema the schema
    /// @param device the PF's device name
    /// @param mostVfs the most VFs to ask for, 1..65535
    public static Arbitrary<IovConfig> valid(PfSchema schema, String device, int mostVfs) {
        return Combinators.combine(
                        Arbitraries.integers().between(1, mostVfs),
                        given(schema.pf().parameters(Subsystem.DRIVER), true),
                        given(schema.vf().parameters(), true),
                        given(schema.vf().parameters(), false).list().ofMaxSize(mostVfs))
                .as((numVfs, pf, defaults, vfs) ->
                        new Sections(pf, defaults, vfs.subList(0, Math.min(numVfs, vfs.size())))
                                .on(IovConfig.builder(schema, device).numVfs(numVfs)));
    }

    /// A parameter that is given.
    private record Given(String name, ParameterValue value) {}

    /// What the sections of a configuration give.
    private record Sections(List<Given> pf, List<Given> defaults, List<List<Given>> vfs) {
        IovConfig on(IovConfigBuilder config) {
            pf.forEach(given -> config.pf(given.name(), given.value()));
            defaults.forEach(given -> config.defaults(given.name(), given.value()));
            for (int vf = 0; vf < vfs.size(); vf++) {
                for (Given given : vfs.get(vf)) {
                    config.vf(vf, given.name(), given.value());
                }
            }
            return config.build();
        }
    }

    /// @param required whether required parameters are always given
    private static Arbitrary<List<Given>> given(List<Parameter> parameters, boolean required) {
        List<Arbitrary<Optional<Given>>> all = new ArrayList<>();
        for (Parameter parameter : parameters) {
            Arbitrary<Given> given =
                    SchemaArbitraries.values(parameter.type().orElseThrow())
                            .map(value -> new Given(parameter.name(), value));
            all.add(
                    required && parameter.required()
                            ? given.map(Optional::of)
                            : given.optional(0.4));
        }
        return Combinators.combine(all)
                .as(drawn -> drawn.stream().flatMap(Optional::stream).toList());
    }

    /// {@return texts in JSON, which UCL is as well, each with one mistake, and what is to be said
    /// of it; a line has one parameter}
    ///
    /// @param schema the schema that they are mistaken by
    /// @param device the PF's device name
    /// @param mostVfs the most VFs to ask for, 1..65535
    public static Arbitrary<InvalidConfig> invalid(PfSchema schema, String device, int mostVfs) {
        return Combinators.combine(
                        valid(schema, device, mostVfs),
                        Arbitraries.of(Mistake.possible(schema)),
                        Arbitraries.integers().between(0, mostVfs - 1))
                .as((config, mistake, vf) -> mistake.make(config, vf % config.numVfs()));
    }
}
