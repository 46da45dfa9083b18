package io.sriov.schema.reference;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigCases;
import io.sriov.schema.file.SchemaWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Draws configurations in JSON, most of them nearly valid: every place that a reader looks at is
/// wrong now and then, and only then.
final class JsonConfigs {
    private static final List<String> ODD_VALUES =
            List.of(
                    "null",
                    "true",
                    "1",
                    "0",
                    "-1",
                    "1.0",
                    "1e2",
                    "0.5",
                    "255",
                    "256",
                    "4095",
                    "4096",
                    "65536",
                    "18446744073709551615",
                    "18446744073709551616",
                    "\"\"",
                    "\"trunk\"",
                    "\"tRUNK\"",
                    "\"trunk\\n\"",
                    "\"a\\u0000b\"",
                    "\"two\\nlines\"",
                    "\"02:00:00:00:00:01\"",
                    "\"2:0:0:0:0:FF\"",
                    "\"03:00:00:00:00:01\"",
                    "\"02:00:00:00:00:01\\n\"",
                    "\"02-00-00-00-00-01\"",
                    "\".\"",
                    "\"..\"",
                    "\"...\"",
                    "\"a/b\"",
                    "[]",
                    "[1]",
                    "{}",
                    "{\"a\":1}");

    private static final List<String> ODD_KEYS =
            List.of(
                    "",
                    "VF",
                    "VF-01",
                    "VF-65534",
                    "VF-65535",
                    "VF-70000",
                    "VF--1",
                    "VF-1\n",
                    "PF ",
                    "$schema",
                    "vf-2",
                    "default",
                    "Pf",
                    "\u212a");

    private final PfSchema schema;
    private final Random random;

    /// How many in a hundred places are wrong.
    private final int wrong;

    JsonConfigs(PfSchema schema, Random random) {
        this.schema = schema;
        this.random = random;
        this.wrong = random.nextInt(3) == 0 ? 0 : random.nextInt(12);
    }

    String text() {
        var text = new StringWriter();
        try (JsonGenerator out =
                new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            if (!chance()) {
                out.writeName(cased("PF"));
                section(schema.pf().parameters(), out);
            }
            odd(out);
            if (random.nextBoolean()) {
                out.writeName(cased("DEFAULT"));
                section(schema.vf().parameters(), out);
            }
            for (int i = 0; i < 3; i++) {
                if (random.nextInt(4) > 0) {
                    out.writeName(cased("VF-" + i));
                    section(schema.vf().parameters(), out);
                }
            }
            odd(out);
            out.writeEndObject();
        }
        return text.toString();
    }

    private void odd(JsonGenerator out) {
        if (chance()) {
            out.writeName(ODD_KEYS.get(random.nextInt(ODD_KEYS.size())));
            out.writeRawValue(random.nextBoolean() ? "{}" : oddValue());
        }
    }

    private void section(List<Parameter> parameters, JsonGenerator out) {
        if (chance()) {
            out.writeRawValue(oddValue());
            return;
        }
        out.writeStartObject();
        var shuffled = new ArrayList<>(parameters);
        Collections.shuffle(shuffled, random);
        for (Parameter parameter : shuffled) {
            boolean given = parameter.required() ? !chance() : random.nextBoolean();
            if (given) {
                out.writeName(cased(parameter.name()));
                value(parameter, out);
            }
        }
        odd(out);
        out.writeEndObject();
    }

    private void value(Parameter parameter, JsonGenerator out) {
        ParameterType type = parameter.type().orElseThrow();
        if (chance()) {
            out.writeRawValue(oddValue());
        } else if (parameter.name().equals("num_vfs")) {
            out.writeNumber(3 + random.nextInt(2));
        } else if (parameter.name().equals("device")) {
            out.writeString("ix0");
        } else {
            SchemaWriter.writeValue(ConfigCases.value(random, type), out);
        }
    }

    private String oddValue() {
        return ODD_VALUES.get(random.nextInt(ODD_VALUES.size()));
    }

    private boolean chance() {
        return random.nextInt(100) < wrong;
    }

    private String cased(String name) {
        return switch (random.nextInt(4)) {
            case 0 -> name.toUpperCase(Locale.ROOT);
            case 1 -> name.toLowerCase(Locale.ROOT);
            default -> name;
        };
    }
}
