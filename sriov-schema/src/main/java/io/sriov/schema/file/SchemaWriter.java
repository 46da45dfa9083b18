package io.sriov.schema.file;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.utf8.LoneSurrogateEscapes;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes schemas in the form that [SchemaReader] reads; the infrastructure's parameters are left
/// out.
public final class SchemaWriter {

    private SchemaWriter() {}

    /// {@return the schema as JSON on one line}
    ///
    /// @param schema the schema
    public static String toJson(PfSchema schema) {
        var out = new StringWriter();
        try (JsonGenerator json =
                new JsonFactory()
                        .createGenerator(
                                ObjectWriteContext.empty(), new LoneSurrogateEscapes(out))) {
            write(schema, json);
        }
        return out.toString();
    }

    /// Writes a schema as one object, in whatever format the generator has.
    ///
    /// @param schema the schema
    /// @param out the generator; left open
    public static void write(PfSchema schema, JsonGenerator out) {
        out.writeStartObject();
        for (DeviceKind kind : DeviceKind.values()) {
            out.writeObjectPropertyStart(kind.name().toLowerCase(Locale.ROOT));
            out.writeObjectPropertyStart("driver");
            for (Parameter parameter : schema.device(kind).parameters(Subsystem.DRIVER)) {
                out.writeObjectPropertyStart(parameter.name());
                out.writeStringProperty("type", parameter.typeName());
                parameter
                        .defaultValue()
                        .ifPresent(value -> {
                            out.writeName("default");
                            writeValue(value, out);
                        });
                if (parameter.required()) {
                    out.writeBooleanProperty("required", true);
                }
                parameter
                        .description()
                        .ifPresent(text -> out.writeStringProperty("description", text));
                out.writeEndObject();
            }
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    /// Writes a value as files have it: truth values and numbers as such, MAC addresses as strings,
    /// and `"trunk"`.
    ///
    /// @param value the value
    /// @param out the generator
    public static void writeValue(ParameterValue value, JsonGenerator out) {
        switch (value) {
            case ParameterValue.Bool(boolean truth) -> out.writeBoolean(truth);
            case ParameterValue.Uint(long bits) when bits >= 0 -> out.writeNumber(bits);
            case ParameterValue.Uint(long bits) ->
                    out.writeNumber(new BigInteger(Long.toUnsignedString(bits)));
            case ParameterValue.Vlan(var id) when !id.isTrunk() -> out.writeNumber(id.number());
            case ParameterValue.Vlan _, ParameterValue.Mac _, ParameterValue.Text _ ->
                    out.writeString(value.text());
        }
    }
}
