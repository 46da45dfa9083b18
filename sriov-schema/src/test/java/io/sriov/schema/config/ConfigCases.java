package io.sriov.schema.config;

import io.sriov.schema.MacAddress;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.VlanId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// Valid configurations with their schemas, and what each means by a model of its own: values by VF
/// and parameter.
public final class ConfigCases {
    private static final List<ParameterType> TYPES = List.of(ParameterType.values());

    private ConfigCases() {}

    /// A valid configuration with its schema and its meaning.
    ///
    /// @param schema the schema
    /// @param text a valid configuration in UCL
    /// @param vfs what every VF's parameters are, the optional and absent ones left out
    public record Case(PfSchema schema, String text, List<Map<String, String>> vfs) {}

    static Arbitrary<Case> valid() {
        return Arbitraries.randoms().map(random -> draw(schema(random), random));
    }

    /// {@return a schema with parameters of any type, some required, some with a default}
    public static PfSchema schema(Random random) {
        List<Parameter> vfDriver = parameters(random, "v");
        return PfSchema.ofDriver(parameters(random, "p"), vfDriver);
    }

    /// {@return a configuration that is valid with a schema}
    public static Case draw(PfSchema schema, Random random) {
        List<Parameter> pfDriver = schema.pf().parameters(Subsystem.DRIVER);
        List<Parameter> vfDriver = schema.vf().parameters(Subsystem.DRIVER);
        var text = new StringBuilder();
        int numVfs = 1 + random.nextInt(5);

        text.append(cased(random, "PF")).append(" {\n");
        text.append(cased(random, "device")).append(" : \"ix0\"\n");
        text.append(cased(random, "num_vfs")).append(" = ").append(numVfs).append(";\n");
        write(text, random, given(random, pfDriver, Map.of()));
        text.append("}\n");

        Map<Parameter, ParameterValue> defaults = Map.of();
        if (random.nextBoolean()) {
            defaults = some(random, schema.vf().parameters());
            text.append(cased(random, "DEFAULT")).append(" {\n");
            write(text, random, defaults);
            text.append("}\n");
        }
        var vfs = new ArrayList<Map<String, String>>();
        for (int i = 0; i < numVfs; i++) {
            boolean hasSection = random.nextBoolean() || missesRequired(vfDriver, defaults);
            Map<Parameter, ParameterValue> own =
                    hasSection ? given(random, schema.vf().parameters(), defaults) : Map.of();
            if (hasSection) {
                text.append(cased(random, "VF-" + i)).append(" {\n");
                write(text, random, own);
                text.append("}\n");
            }
            vfs.add(meaning(schema.vf().parameters(), own, defaults));
        }
        return new Case(schema, text.toString(), vfs);
    }

    private static boolean missesRequired(
            List<Parameter> parameters, Map<Parameter, ParameterValue> defaults) {
        return parameters.stream().anyMatch(p -> p.required() && !defaults.containsKey(p));
    }

    private static Map<String, String> meaning(
            List<Parameter> parameters,
            Map<Parameter, ParameterValue> own,
            Map<Parameter, ParameterValue> defaults) {
        var meaning = new TreeMap<String, String>();
        for (Parameter p : parameters) {
            ParameterValue value = own.getOrDefault(p, defaults.get(p));
            if (value == null) {
                value = p.defaultValue().orElse(null);
            }
            if (value != null) {
                meaning.put(p.name(), value.text());
            }
        }
        return meaning;
    }

    /// {@return up to five parameters whose names begin with a prefix}
    public static List<Parameter> parameters(Random random, String prefix) {
        var parameters = new ArrayList<Parameter>();
        var names = new HashSet<String>();
        for (int i = random.nextInt(6); i > 0; i--) {
            ParameterType type = TYPES.get(random.nextInt(TYPES.size()));
            String name = prefix + "-" + type.typeName().replace('_', '-') + random.nextInt(9);
            if (names.add(name)) {
                parameters.add(
                        switch (random.nextInt(3)) {
                            case 0 -> Parameter.optional(name, type);
                            case 1 -> Parameter.required(name, type);
                            default -> Parameter.defaulted(name, type, value(random, type));
                        });
            }
        }
        return parameters;
    }

    private static Map<Parameter, ParameterValue> some(Random random, List<Parameter> parameters) {
        var values = new LinkedHashMap<Parameter, ParameterValue>();
        for (Parameter parameter : parameters) {
            if (random.nextBoolean()) {
                values.put(parameter, value(random, parameter.type().orElseThrow()));
            }
        }
        return values;
    }

    private static Map<Parameter, ParameterValue> given(
            Random random, List<Parameter> parameters, Map<Parameter, ParameterValue> defaults) {
        Map<Parameter, ParameterValue> values = some(random, parameters);
        for (Parameter parameter : parameters) {
            if (parameter.required() && !defaults.containsKey(parameter)) {
                values.computeIfAbsent(parameter, p -> value(random, p.type().orElseThrow()));
            }
        }
        return values;
    }

    /// {@return any value of a type}
    public static ParameterValue value(Random random, ParameterType type) {
        return switch (type) {
            case BOOL -> ParameterValue.Bool.of(random.nextBoolean());
            case STRING -> new ParameterValue.Text(string(random));
            case UNICAST_MAC ->
                    new ParameterValue.Mac(new MacAddress(random.nextLong() >>> 16 & ~(1L << 40)));
            case VLAN -> new ParameterValue.Vlan(new VlanId(random.nextInt(4097)));
            case UINT8, UINT16, UINT32, UINT64 ->
                    new ParameterValue.Uint(random.nextLong() & type.max());
        };
    }

    private static String string(Random random) {
        String letters = "ab Z0-:{}#\"'\\/$,;=[]\té€";
        var text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static void write(
            StringBuilder text, Random random, Map<Parameter, ParameterValue> values) {
        values.forEach((parameter, value) ->
                text.append("    ")
                        .append(cased(random, parameter.name()))
                        .append(random.nextBoolean() ? " : " : " = ")
                        .append(spelled(random, value))
                        .append(random.nextBoolean() ? ";\n" : "\n"));
    }

    private static String spelled(Random random, ParameterValue value) {
        return switch (value) {
            case ParameterValue.Bool(boolean truth) ->
                    truth ? pick(random, "true", "yes", "on") : pick(random, "false", "NO", "off");
            case ParameterValue.Text(String text) -> quoted(text);
            case ParameterValue.Mac mac -> pick(random, mac.text(), quoted(mac.text()));
            case ParameterValue.Vlan vlan -> vlan.text();
            case ParameterValue.Uint(long bits) when bits >= 0 ->
                    pick(random, Long.toString(bits), "0x" + Long.toHexString(bits));
            case ParameterValue.Uint uint -> uint.text();
        };
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t") + "\"";
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String cased(Random random, String name) {
        return switch (random.nextInt(3)) {
            case 0 -> name.toUpperCase(Locale.ROOT);
            case 1 -> name.toLowerCase(Locale.ROOT);
            default -> name;
        };
    }
}
