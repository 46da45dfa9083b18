package io.sriov.schema.reference;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.VlanId;
import java.math.BigInteger;
import tools.jackson.core.JsonGenerator;

/// The keywords of JSON Schema that say which values a parameter takes.
final class ValueSchema {
    private static final String TEXT = "^[^\\u0000]*$";
    private static final String DEVICE = "^(?!\\.{1,2}$)[^/\\u0000]+$";

    /// One or two digits each; the first group is even, since bit 0 of it marks multicast.
    private static final String UNICAST_MAC = "^[0-9A-Fa-f]?[02468ACEace](:[0-9A-Fa-f]{1,2}){5}$";

    private static final String TRUNK = "trunk";

    private ValueSchema() {}

    /// Writes the keywords for a parameter into an object that is open.
    static void write(Parameter parameter, JsonGenerator out) {
        parameter
                .type()
                .ifPresentOrElse(
                        type -> write(type, out),
                        () -> {
                            // No value can be given by a version that does not know the type.
                            out.writeObjectPropertyStart("not");
                            out.writeEndObject();
                        });
    }

    private static void write(ParameterType type, JsonGenerator out) {
        switch (type) {
            case BOOL -> out.writeStringProperty("type", "boolean");
            case STRING -> string(TEXT, out);
            case UNICAST_MAC -> string(UNICAST_MAC, out);
            case VLAN -> vlan(out);
            case UINT8, UINT16, UINT32, UINT64 ->
                    integer(0, new BigInteger(Long.toUnsignedString(type.max())), out);
        }
    }

    /// Writes the keywords for the name of a device; see
    /// [io.sriov.schema.config.DeviceName#isValid(String)].
    static void device(JsonGenerator out) {
        string(DEVICE, out);
    }

    /// Writes the keywords for a number of VFs.
    static void numVfs(JsonGenerator out) {
        integer(1, BigInteger.valueOf(ParameterType.UINT16.max()), out);
    }

    private static void string(String pattern, JsonGenerator out) {
        out.writeStringProperty("type", "string");
        out.writeStringProperty("pattern", pattern);
    }

    private static void integer(int minimum, BigInteger maximum, JsonGenerator out) {
        out.writeStringProperty("type", "integer");
        out.writeNumberProperty("minimum", minimum);
        out.writeNumberProperty("maximum", maximum);
    }

    private static void vlan(JsonGenerator out) {
        out.writeArrayPropertyStart("anyOf");
        out.writeStartObject();
        integer(0, BigInteger.valueOf(VlanId.MAX_TAG), out);
        out.writeEndObject();
        out.writeStartObject();
        out.writeStringProperty("const", TRUNK);
        out.writeEndObject();
        out.writeStartObject();
        string(AnyCase.otherThan(TRUNK), out);
        out.writeEndObject();
        out.writeEndArray();
    }
}
