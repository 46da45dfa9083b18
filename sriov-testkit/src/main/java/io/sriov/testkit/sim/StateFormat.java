package io.sriov.testkit.sim;

import io.sriov.pci.PciAddress;
import io.sriov.schema.utf8.LoneSurrogateEscapes;
import java.io.StringWriter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// How a [HostState] is written as JSON; [StateReader] reads it.
final class StateFormat {
    /// What the file says it is.
    static final String FORMAT = "simulated SR-IOV host";

    /// The version of the format.
    static final int VERSION = 1;

    static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private StateFormat() {}

    /// @param domain the machine's PCI domain
    /// @param machine its [Fingerprint]
    static String toJson(HostState state, long domain, String machine) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out =
                JSON.createGenerator(new Pretty(), new LoneSurrogateEscapes(text))) {
            out.writeStartObject();
            out.writeStringProperty("format", FORMAT);
            out.writeNumberProperty("version", VERSION);
            out.writeStringProperty("machine", machine);
            out.writeNumberProperty("milliseconds", state.bus().time().toMillis());
            out.writeObjectPropertyStart("registers");
            for (var function : state.bus().changed().entrySet()) {
                registers(out, PciAddress.of(domain, function.getKey()), function.getValue());
            }
            out.writeEndObject();
            out.writeObjectPropertyStart("pfs");
            for (Map.Entry<String, HostState.Pf> pf : state.pfs().entrySet()) {
                out.writeObjectPropertyStart(pf.getKey());
                pf(out, pf.getValue());
                out.writeEndObject();
            }
            out.writeEndObject();
            out.writeArrayPropertyStart("console");
            state.console().forEach(out::writeString);
            out.writeEndArray();
            out.writeObjectPropertyStart("records");
            state.records().forEach(out::writeStringProperty);
            out.writeEndObject();
            out.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void registers(
            JsonGenerator out, PciAddress function, SortedMap<Integer, Long> registers) {
        HexFormat hex = HexFormat.of();
        out.writeObjectPropertyStart(function.toString());
        registers.forEach((offset, value) ->
                out.writeStringProperty(hex.toHexDigits(offset, 3), hex.toHexDigits(value, 8)));
        out.writeEndObject();
    }

    private static void pf(JsonGenerator out, HostState.Pf pf) {
        out.writeBooleanProperty("attached", pf.attached());
        if (!pf.interfaceUp()) {
            out.writeBooleanProperty("interface-up", false);
        }
        if (!pf.schema().equals(HostState.Packed.NONE)) {
            out.writeStringProperty("schema", pf.schema().base64());
        }
        out.writeNumberProperty("num-vfs", pf.numVfs());
        out.writeArrayPropertyStart("bars");
        for (HostState.Bar bar : pf.bars()) {
            out.writeStartObject();
            out.writeNumberProperty("bar", bar.bar());
            out.writeBooleanProperty("wide", bar.wide());
            out.writeBooleanProperty("prefetchable", bar.prefetchable());
            out.writeNumberProperty("size", bar.size());
            bar.base().ifPresent(base -> out.writeStringProperty("base", Long.toHexString(base)));
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeStringProperty("config", pf.config().base64());
        out.writeArrayPropertyStart("vfs");
        for (HostState.Vf vf : pf.vfs()) {
            out.writeStartObject();
            out.writeNumberProperty("index", vf.index());
            vf.driver().ifPresent(unit -> out.writeStringProperty("driver", unit.driver()));
            vf.driver().ifPresent(unit -> out.writeNumberProperty("unit", unit.unit()));
            if (!vf.uses().isEmpty()) {
                out.writeArrayPropertyStart("uses");
                vf.uses()
                        .forEach(use -> {
                            out.writeStartObject();
                            out.writeStringProperty("holder", use.holder());
                            out.writeBooleanProperty("exclusive", use.exclusive());
                            out.writeEndObject();
                        });
                out.writeEndArray();
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /// One property a line, so that a person can read and compare states.
    private static final class Pretty extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }
    }
}
