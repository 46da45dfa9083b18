package io.sriov.schema.reference;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterName;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.file.SchemaWriter;
import io.sriov.schema.utf8.EscapedUtf8;
import io.sriov.schema.utf8.LoneSurrogateEscapes;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// Writes the JSON Schema of a PF's configurations, so that an editor completes and checks them
/// while they are written in JSON or YAML.
///
/// It accepts what [io.sriov.schema.config.ConfigReader] accepts, and refuses what that refuses,
/// but for what JSON Schema cannot say and so accepts:
///
/// - a section or parameter that stands twice in two spellings (`PF` and `pf`), or twice alike;
/// - `DEFAULT` behind the section of a VF;
/// - a VF whose number is not below `num_vfs`;
/// - a required parameter that neither `DEFAULT` nor VF-1 or a later VF gives where that VF has no
///   section.
///
/// The dialect is draft 2020-12. Regular expressions need lookahead, as ECMA-262 has it.
public final class ConfigJsonSchema {
    /// The numbers that a VF may have: `num_vfs` is at most 65535.
    private static final String VF_NUMBER =
            "(0|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]"
                    + "|6553[0-4])";

    private static final String ANY_VF = "^[Vv][Ff]-" + VF_NUMBER + "$";
    private static final String FIRST_VF = "VF-0";
    private static final String OTHER_VF = "^(?!VF-0$)[Vv][Ff]-" + VF_NUMBER + "$";
    private static final String DEFAULT = "DEFAULT";
    private static final String PF_REFERENCE = "#/$defs/pf";
    private static final String VF_REFERENCE = "#/$defs/vf";

    private final JsonGenerator out;

    private ConfigJsonSchema(JsonGenerator out) {
        this.out = out;
    }

    /// {@return the JSON Schema, indented, with a line end behind it}
    ///
    /// @param name whose schema it is, for the title: a driver's name or a device's
    /// @param schema the schema
    public static String text(String name, PfSchema schema) {
        var text = new StringWriter();
        try (JsonGenerator json =
                new JsonFactory().createGenerator(new Indented(), new LoneSurrogateEscapes(text))) {
            write(name, schema, json);
        }
        return text + "\n";
    }

    /// Writes the JSON Schema as one object.
    ///
    /// @param name whose schema it is, for the title: a driver's name or a device's
    /// @param schema the schema
    /// @param out the generator; left open
    public static void write(String name, PfSchema schema, JsonGenerator out) {
        new ConfigJsonSchema(out).document(name, schema);
    }

    private void document(String name, PfSchema schema) {
        out.writeStartObject();
        out.writeStringProperty("$schema", "https://json-schema.org/draft/2020-12/schema");
        out.writeStringProperty("title", "SR-IOV configuration of " + name);
        out.writeStringProperty("type", "object");
        out.writeObjectPropertyStart("properties");
        section("PF", PF_REFERENCE, "The PF: which device, and how many VFs.");
        section(DEFAULT, VF_REFERENCE, "What every VF has that does not say otherwise.");
        section(FIRST_VF, VF_REFERENCE, "What the first VF has.");
        out.writeEndObject();
        out.writeObjectPropertyStart("patternProperties");
        section(AnyCase.otherThan("PF"), PF_REFERENCE, "The PF.");
        section(AnyCase.otherThan(DEFAULT), VF_REFERENCE, "What every VF has.");
        section(OTHER_VF, VF_REFERENCE, "What this VF has.");
        out.writeEndObject();
        out.writeBooleanProperty("additionalProperties", false);
        out.writeArrayPropertyStart("allOf");
        require("PF");
        required(schema, DeviceKind.VF).forEach(this::requireOfVfs);
        out.writeEndArray();
        out.writeObjectPropertyStart("$defs");
        device("pf", schema, DeviceKind.PF);
        device("vf", schema, DeviceKind.VF);
        out.writeEndObject();
        out.writeEndObject();
    }

    private void section(String key, String reference, String description) {
        out.writeObjectPropertyStart(key);
        out.writeStringProperty("$ref", reference);
        out.writeStringProperty("description", description);
        out.writeEndObject();
    }

    private static List<Parameter> required(PfSchema schema, DeviceKind kind) {
        return schema.device(kind).parameters().stream().filter(Parameter::required).toList();
    }

    /// A property must be there, in whatever case; an editor is told the usual spelling.
    private void require(String name) {
        out.writeStartObject();
        out.writeObjectPropertyStart("if");
        without(name);
        out.writeEndObject();
        out.writeObjectPropertyStart("then");
        out.writeArrayPropertyStart("required");
        out.writeString(name);
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndObject();
    }

    private void without(String name) {
        out.writeObjectPropertyStart("propertyNames");
        out.writeObjectPropertyStart("not");
        out.writeStringProperty("pattern", AnyCase.name(name));
        out.writeEndObject();
        out.writeEndObject();
    }

    /// Where `DEFAULT` does not give a required parameter, the sections of VFs do; and the first
    /// VF, which there is always, has a section then.
    private void requireOfVfs(Parameter parameter) {
        out.writeStartObject();
        out.writeObjectPropertyStart("if");
        out.writeObjectPropertyStart("patternProperties");
        out.writeObjectPropertyStart(AnyCase.name(DEFAULT));
        without(parameter.name());
        out.writeEndObject();
        out.writeEndObject();
        out.writeEndObject();
        out.writeObjectPropertyStart("then");
        out.writeObjectPropertyStart("patternProperties");
        out.writeName(ANY_VF);
        require(parameter.name());
        out.writeEndObject();
        out.writeArrayPropertyStart("allOf");
        require(FIRST_VF);
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndObject();
    }

    private void device(String key, PfSchema schema, DeviceKind kind) {
        List<Parameter> parameters = schema.device(kind).parameters();
        out.writeObjectPropertyStart(key);
        out.writeStringProperty("type", "object");
        out.writeObjectPropertyStart("properties");
        for (int slot = 0; slot < parameters.size(); slot++) {
            out.writeName(parameters.get(slot).name());
            parameter(schema.device(kind).subsystem(slot), parameters.get(slot));
        }
        out.writeEndObject();
        out.writeObjectPropertyStart("patternProperties");
        for (Parameter parameter : parameters) {
            out.writeObjectPropertyStart(AnyCase.otherThan(parameter.name()));
            out.writeStringProperty("$ref", "#/$defs/" + key + "/properties/" + pointer(parameter));
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeBooleanProperty("additionalProperties", false);
        List<Parameter> required = required(schema, kind);
        if (kind == DeviceKind.PF && !required.isEmpty()) {
            out.writeArrayPropertyStart("allOf");
            required.forEach(parameter -> require(parameter.name()));
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    /// A name as a token of a JSON Pointer (RFC 6901) in the fragment of a URI (RFC 3986).
    private static String pointer(Parameter parameter) {
        String token = parameter.name().replace("~", "~0").replace("/", "~1");
        var pointer = new StringBuilder();
        for (byte b : EscapedUtf8.encode(token)) {
            char c = (char) (b & 0xff);
            if ((c < 0x80 && Character.isLetterOrDigit(c)) || "-._~!$&'()*+,;=:@".indexOf(c) >= 0) {
                pointer.append(c);
            } else {
                pointer.append(String.format("%%%02X", (int) c));
            }
        }
        return pointer.toString();
    }

    private void parameter(Subsystem subsystem, Parameter parameter) {
        out.writeStartObject();
        boolean infrastructure = subsystem == Subsystem.IOV;
        if (infrastructure && ParameterName.same(parameter.name(), "device")) {
            ValueSchema.device(out);
        } else if (infrastructure && ParameterName.same(parameter.name(), "num_vfs")) {
            ValueSchema.numVfs(out);
        } else {
            ValueSchema.write(parameter, out);
        }
        parameter
                .defaultValue()
                .ifPresent(value -> {
                    out.writeName("default");
                    SchemaWriter.writeValue(value, out);
                });
        ParameterFacts.description(subsystem, parameter)
                .ifPresent(text -> out.writeStringProperty("description", text));
        out.writeEndObject();
    }

    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
