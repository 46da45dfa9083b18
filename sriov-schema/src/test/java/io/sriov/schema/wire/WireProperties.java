package io.sriov.schema.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.MacAddress;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.VlanId;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.IovConfigBuilder;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class WireProperties {
    private static final List<ParameterType> TYPES = List.of(ParameterType.values());

    /// A schema and a configuration that obeys it, both drawn with the same random numbers.
    record Example(PfSchema schema, IovConfig config) {}

    @Provide
    Arbitrary<Example> examples() {
        return Arbitraries.randomValue(WireProperties::example);
    }

    @Property(tries = 500)
    void schemasSurvivePacking(@ForAll("examples") Example example) {
        Decoded<PfSchema> again = SchemaNvlist.unpack(SchemaNvlist.pack(example.schema()));
        assertThat(again.report().diagnostics()).isEmpty();
        assertThat(again.orElseThrow()).isEqualTo(example.schema());
    }

    @Property(tries = 500)
    void configurationsSurvivePacking(@ForAll("examples") Example example) {
        byte[] packed = ConfigNvlist.pack(example.config());
        IovConfig again = ConfigNvlist.unpack(packed, example.schema()).orElseThrow();
        assertThat(again.sameEffect(example.config())).isTrue();
        assertThat(ConfigNvlist.pack(again)).isEqualTo(packed);
        IovConfig effective =
                ConfigNvlist.read(ConfigNvlist.effective(example.config()), example.schema())
                        .orElseThrow();
        assertThat(effective.sameEffect(example.config())).isTrue();
    }

    @Property(tries = 500)
    void changedBytesAreProblemsOrAConfigurationButNeverAnException(
            @ForAll("examples") Example example,
            @ForAll @IntRange(max = 1 << 20) int place,
            @ForAll byte value) {
        byte[] config = ConfigNvlist.pack(example.config());
        config[place % config.length] = value;
        Decoded<IovConfig> decodedConfig = ConfigNvlist.unpack(config, example.schema());
        assertThat(decodedConfig.value().isPresent())
                .isEqualTo(!decodedConfig.report().hasErrors());

        byte[] schema = SchemaNvlist.pack(example.schema());
        schema[place % schema.length] = value;
        Decoded<PfSchema> decodedSchema = SchemaNvlist.unpack(schema);
        assertThat(decodedSchema.value().isPresent())
                .isEqualTo(!decodedSchema.report().hasErrors());
        assertThat(decodedSchema.report().diagnostics())
                .extracting(Diagnostic::message)
                .noneMatch(String::isBlank);
    }

    private static Example example(Random random) {
        List<Parameter> pfDriver = parameters(random, "pf-");
        List<Parameter> vfDriver = parameters(random, "vf-");
        PfSchema schema = PfSchema.ofDriver(pfDriver, vfDriver);
        int numVfs = 1 + random.nextInt(6);
        IovConfigBuilder config =
                IovConfig.builder(schema, "ix" + random.nextInt(10)).numVfs(numVfs);
        pfDriver.stream()
                .filter(parameter -> parameter.required() || random.nextBoolean())
                .forEach(parameter ->
                        config.pf(spelling(random, parameter.name()), value(random, parameter)));
        for (Parameter parameter : schema.vf().parameters()) {
            if (parameter.required() || random.nextInt(3) == 0) {
                config.defaults(parameter.name(), value(random, parameter));
            }
            for (int i = 0; i < numVfs; i++) {
                if (random.nextInt(3) == 0) {
                    config.vf(i, spelling(random, parameter.name()), value(random, parameter));
                }
            }
        }
        assertThat(schema.vf().parameters(Subsystem.IOV)).isNotEmpty();
        return new Example(schema, config.build());
    }

    private static List<Parameter> parameters(Random random, String prefix) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            ParameterType type = TYPES.get(random.nextInt(TYPES.size()));
            String name = spelling(random, prefix + "name-" + i);
            parameters.add(
                    switch (random.nextInt(3)) {
                        case 0 -> Parameter.optional(name, type);
                        case 1 -> Parameter.required(name, type);
                        default ->
                                Parameter.defaulted(
                                        name, type, value(random, Parameter.optional(name, type)));
                    });
        }
        return parameters;
    }

    private static String spelling(Random random, String name) {
        return random.nextInt(4) == 0 ? name.toUpperCase(Locale.ROOT) : name;
    }

    private static ParameterValue value(Random random, Parameter parameter) {
        ParameterType type = parameter.type().orElseThrow();
        return switch (type) {
            case BOOL -> ParameterValue.Bool.of(random.nextBoolean());
            case STRING ->
                    new ParameterValue.Text(
                            List.of("", "x", "two words", "é€😀").get(random.nextInt(4)));
            case UNICAST_MAC ->
                    new ParameterValue.Mac(new MacAddress(random.nextLong() & 0xfeff_ffff_ffffL));
            case VLAN -> new ParameterValue.Vlan(new VlanId(random.nextInt(4097)));
            case UINT8, UINT16, UINT32, UINT64 ->
                    new ParameterValue.Uint(
                            (random.nextInt(4) == 0 ? -1 : random.nextLong()) & type.max());
        };
    }
}
