package io.sriov.dump;

import static io.sriov.schema.text.KeyedValues.word;

import io.sriov.pci.ConfigSpaceImage;
import io.sriov.schema.utf8.LoneSurrogateEscapes;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// Writes dumps, which [DumpReader] reads back as equal ones. Thread-safe.
///
/// A configuration space is written as `lspci -xxxx` prints it, without the lines that are all
/// zeros.
public final class DumpWriter {
    private static final Predicate<String> ZEROS =
            Pattern.compile("[0-9a-f]+:( 00)+").asMatchPredicate();

    private final JsonGenerator out;

    private DumpWriter(JsonGenerator out) {
        this.out = out;
    }

    /// {@return a dump as JSON, a line for each value}
    ///
    /// @param dump the dump
    public static String toJson(MachineDump dump) {
        var text = new StringWriter();
        try (JsonGenerator json =
                new JsonFactory().createGenerator(new Pretty(), new LoneSurrogateEscapes(text))) {
            write(dump, json);
        }
        return text.append('\n').toString();
    }

    /// Writes a dump as one object, in whatever format the generator has.
    ///
    /// @param dump the dump
    /// @param out the generator; left open
    public static void write(MachineDump dump, JsonGenerator out) {
        new DumpWriter(out).dump(dump);
    }

    private void dump(MachineDump dump) {
        out.writeStartObject();
        out.writeStringProperty("format", DumpReader.FORMAT);
        out.writeNumberProperty("version", DumpReader.VERSION);
        out.writeStringProperty("system", dump.system());
        out.writeBooleanProperty("masked", dump.masked());
        strings("unread", dump.unread());
        out.writeArrayPropertyStart("functions");
        dump.functions().forEach(this::function);
        out.writeEndArray();
        out.writeEndObject();
    }

    private void function(FunctionDump function) {
        out.writeStartObject();
        out.writeStringProperty("address", function.address().toString());
        out.writeStringProperty("kind", word(function.kind()));
        function.above().ifPresent(above -> out.writeStringProperty("above", above.toString()));
        hexadecimal("vendor-id", function.vendorId());
        hexadecimal("device-id", function.deviceId());
        hexadecimal("class-code", function.classCode());
        function.vfIndex().ifPresent(index -> out.writeNumberProperty("vf", index));
        function.device().ifPresent(name -> out.writeStringProperty("device", name));
        strings("other-names", function.otherNames());
        function.driver().ifPresent(name -> out.writeStringProperty("driver", name));
        if (function.passthrough()) {
            out.writeBooleanProperty("passthrough", true);
        }
        function.driverLimit().ifPresent(most -> out.writeNumberProperty("driver-limit", most));
        function.numaNode().ifPresent(node -> out.writeNumberProperty("numa-node", node));
        function.iommuGroup().ifPresent(name -> out.writeStringProperty("iommu-group", name));
        if (!function.interfaces().isEmpty()) {
            out.writeArrayPropertyStart("interfaces");
            for (FunctionDump.Interface one : function.interfaces()) {
                out.writeStartObject();
                out.writeStringProperty("name", one.name());
                one.address().ifPresent(mac -> out.writeStringProperty("address", mac.toString()));
                out.writeEndObject();
            }
            out.writeEndArray();
        }
        out.writeArrayPropertyStart("memory");
        function.memory().forEach(this::memory);
        out.writeEndArray();
        strings("unread", function.unread());
        config(function.configSpace());
        out.writeEndObject();
    }

    private void memory(FunctionDump.Memory memory) {
        out.writeStartObject();
        out.writeStringProperty("use", word(memory.use()));
        out.writeNumberProperty("index", memory.index());
        hexadecimal("base", memory.base());
        hexadecimal("size", memory.size());
        out.writeBooleanProperty("wide", memory.wide());
        out.writeBooleanProperty("prefetchable", memory.prefetchable());
        out.writeEndObject();
    }

    private void config(ConfigSpaceImage config) {
        out.writeNumberProperty("config-bytes", config.toBytes().length);
        out.writeArrayPropertyStart("config");
        config.toHexDump().lines().filter(ZEROS.negate()).forEach(out::writeString);
        out.writeEndArray();
    }

    private void strings(String name, List<String> values) {
        if (!values.isEmpty()) {
            out.writeArrayPropertyStart(name);
            values.forEach(out::writeString);
            out.writeEndArray();
        }
    }

    private void hexadecimal(String name, long value) {
        out.writeStringProperty(name, "0x" + Long.toHexString(value));
    }

    private static final class Pretty extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }
    }
}
