package io.sriov.schema.reference;

import io.sriov.schema.MacAddress;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.VlanId;
import io.sriov.schema.config.DeviceName;
import io.sriov.schema.file.SchemaWriter;
import io.sriov.schema.ucl.UclFactory;
import io.sriov.schema.utf8.EscapedUtf8;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// A configuration in UCL that is valid with a schema and shows how each of its parameters is
/// written.
final class ExampleConfig {
    private static final int NUM_VFS = 4;

    private ExampleConfig() {}

    /// {@return the text, each line ended by LF}
    static String text(String name, PfSchema schema) {
        var text = new StringWriter();
        try (JsonGenerator out =
                new UclFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeObjectPropertyStart("PF");
            out.writeStringProperty("device", device(name));
            out.writeNumberProperty("num_vfs", NUM_VFS);
            schema.pf().parameters(Subsystem.DRIVER).stream()
                    .filter(ExampleConfig::isUtf8)
                    .forEach(parameter -> write(parameter, out));
            out.writeEndObject();
            List<Parameter> vf = schema.vf().parameters();
            section("DEFAULT", vf, ExampleConfig::alwaysHasValue, out);
            section("VF-0", vf, parameter -> !alwaysHasValue(parameter), out);
            out.writeEndObject();
        }
        String written = text.toString();
        return written.endsWith("\n") ? written : written + "\n";
    }

    private static String device(String name) {
        if (!DeviceName.isValid(name)) {
            return "pf0";
        }
        return Character.isDigit(name.charAt(name.length() - 1)) ? name : name + "0";
    }

    /// A document is UTF-8; a default that is not stays what it is where it is left out.
    private static boolean isUtf8(Parameter parameter) {
        String text =
                parameter.name() + parameter.defaultValue().map(ParameterValue::text).orElse("");
        return EscapedUtf8.loneSurrogate(text, 0) < 0;
    }

    private static boolean alwaysHasValue(Parameter parameter) {
        return parameter.required() || parameter.defaultValue().isPresent();
    }

    private static void section(
            String name, List<Parameter> vf, Predicate<Parameter> shown, JsonGenerator out) {
        List<Parameter> parameters =
                vf.stream()
                        .filter(p -> p.type().isPresent())
                        .filter(ExampleConfig::isUtf8)
                        .filter(shown)
                        .toList();
        if (!parameters.isEmpty()) {
            out.writeObjectPropertyStart(name);
            parameters.forEach(parameter -> write(parameter, out));
            out.writeEndObject();
        }
    }

    private static void write(Parameter parameter, JsonGenerator out) {
        parameter
                .type()
                .ifPresent(type -> {
                    out.writeName(parameter.name());
                    SchemaWriter.writeValue(
                            parameter.defaultValue().orElseGet(() -> any(type)), out);
                });
    }

    private static ParameterValue any(ParameterType type) {
        return switch (type) {
            case BOOL -> ParameterValue.Bool.TRUE;
            case STRING -> new ParameterValue.Text("text");
            case UNICAST_MAC -> new ParameterValue.Mac(new MacAddress(0x0256_487e_d9f7L));
            case VLAN -> new ParameterValue.Vlan(new VlanId(100));
            case UINT8, UINT16, UINT32, UINT64 -> new ParameterValue.Uint(1);
        };
    }
}
