package io.sriov.record;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.DeviceSchema;
import io.sriov.schema.MacAddress;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.VlanId;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.Setting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// A configuration and its schema as JSON: everything but where in a text the values stood.
///
/// Consecutive VFs that share a configuration are written once, so the text grows with the
/// configuration's own text.
final class ConfigText {

    private ConfigText() {}

    static void write(JsonGenerator json, IovConfig config) {
        json.writeObjectPropertyStart("schema");
        for (DeviceKind kind : DeviceKind.values()) {
            json.writeArrayPropertyStart(kind.name());
            DeviceSchema device = config.schema().device(kind);
            for (int slot = 0; slot < device.parameters().size(); slot++) {
                write(json, device.parameters().get(slot), device.subsystem(slot));
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeName("pf");
        write(json, config.pf());
        json.writeArrayPropertyStart("vfs");
        for (int first = 0, next; first < config.numVfs(); first = next) {
            next = first + 1;
            while (next < config.numVfs() && config.vf(next) == config.vf(first)) {
                next++;
            }
            json.writeStartObject();
            json.writeNumberProperty("count", next - first);
            json.writeName("settings");
            write(json, config.vf(first));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static IovConfig read(JsonTree tree) throws DamagedTextException {
        JsonTree schemas = tree.get("schema");
        var schema =
                new PfSchema(
                        schema(schemas.get(DeviceKind.PF.name())),
                        schema(schemas.get(DeviceKind.VF.name())));
        try {
            DeviceConfig pf = device(schema.pf(), tree.get("pf"));
            var vfs = new ArrayList<DeviceConfig>();
            for (JsonTree run : tree.get("vfs").elements()) {
                int count = run.get("count").count();
                if (vfs.size() + count > 0xffff) {
                    throw run.wrong("within 65535 VFs");
                }
                vfs.addAll(Collections.nCopies(count, device(schema.vf(), run.get("settings"))));
            }
            return IovConfig.of(schema, pf, vfs);
        } catch (IllegalArgumentException e) {
            throw new DamagedTextException("it holds no valid configuration: " + e.getMessage(), e);
        }
    }

    private static void write(JsonGenerator json, Parameter parameter, Subsystem subsystem) {
        json.writeStartObject();
        json.writeStringProperty("subsystem", subsystem.name());
        json.writeStringProperty("name", parameter.name());
        json.writeStringProperty("type", parameter.typeName());
        json.writeBooleanProperty("required", parameter.required());
        parameter.defaultValue().ifPresent(value -> write(json, "default", value));
        parameter
                .description()
                .ifPresent(description -> json.writeStringProperty("description", description));
        json.writeEndObject();
    }

    private static DeviceSchema schema(JsonTree parameters) throws DamagedTextException {
        var iov = new ArrayList<Parameter>();
        var driver = new ArrayList<Parameter>();
        for (JsonTree parameter : parameters.elements()) {
            Parameter.Builder builder =
                    Parameter.builder()
                            .name(parameter.get("name").text())
                            .typeName(parameter.get("type").text())
                            .required(parameter.get("required").bool());
            if (parameter.find("default").isPresent()) {
                builder.defaultValue(value(parameter.get("default")));
            }
            if (parameter.find("description").isPresent()) {
                builder.description(parameter.get("description").text());
            }
            List<Parameter> ofSubsystem =
                    constant(Subsystem.class, parameter.get("subsystem")) == Subsystem.IOV
                            ? iov
                            : driver;
            ofSubsystem.add(builder.build());
        }
        try {
            return DeviceSchema.of(iov, driver);
        } catch (IllegalArgumentException e) {
            throw new DamagedTextException("it holds no valid schema: " + e.getMessage(), e);
        }
    }

    private static void write(JsonGenerator json, DeviceConfig device) {
        json.writeStartArray();
        for (Setting setting : device.given()) {
            json.writeStartObject();
            json.writeStringProperty("key", setting.key());
            write(json, "value", setting.value());
            json.writeStringProperty("source", setting.source().name());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static DeviceConfig device(DeviceSchema schema, JsonTree settings)
            throws DamagedTextException {
        var given = new ArrayList<Setting>();
        for (JsonTree setting : settings.elements()) {
            String key = setting.get("key").text();
            int slot = schema.slot(key);
            if (slot < 0) {
                throw new DamagedTextException("its schema has no parameter '" + key + "'");
            }
            given.add(
                    new Setting(
                            schema.parameters().get(slot),
                            schema.subsystem(slot),
                            key,
                            value(setting.get("value")),
                            constant(Setting.Source.class, setting.get("source")),
                            null));
        }
        return DeviceConfig.of(schema, given);
    }

    private static void write(JsonGenerator json, String property, ParameterValue value) {
        String kind =
                switch (value) {
                    case ParameterValue.Bool _ -> "bool";
                    case ParameterValue.Text _ -> "text";
                    case ParameterValue.Uint _ -> "uint";
                    case ParameterValue.Mac _ -> "mac";
                    case ParameterValue.Vlan _ -> "vlan";
                };
        json.writeObjectPropertyStart(property);
        json.writeStringProperty(kind, value.text());
        json.writeEndObject();
    }

    private static ParameterValue value(JsonTree value) throws DamagedTextException {
        try {
            if (value.find("bool").isPresent()) {
                return ParameterValue.Bool.of(value.get("bool").text().equals("true"));
            }
            if (value.find("text").isPresent()) {
                return new ParameterValue.Text(value.get("text").text());
            }
            if (value.find("uint").isPresent()) {
                return new ParameterValue.Uint(Long.parseUnsignedLong(value.get("uint").text()));
            }
            if (value.find("vlan").isPresent()) {
                String id = value.get("vlan").text();
                return new ParameterValue.Vlan(
                        id.equals(VlanId.TRUNK.toString())
                                ? VlanId.TRUNK
                                : new VlanId(Integer.parseInt(id)));
            }
            return new ParameterValue.Mac(
                    MacAddress.parse(value.get("mac").text())
                            .orElseThrow(() -> value.wrong("a MAC address")));
        } catch (IllegalArgumentException _) {
            throw value.wrong("a value");
        }
    }

    static <E extends Enum<E>> E constant(Class<E> type, JsonTree name)
            throws DamagedTextException {
        try {
            return Enum.valueOf(type, name.text());
        } catch (IllegalArgumentException _) {
            throw name.wrong("a " + type.getSimpleName().toLowerCase(Locale.ROOT));
        }
    }
}
