package io.sriov.schema.compare;

import io.sriov.schema.utf8.LoneSurrogateEscapes;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes a comparison as JSON for programs.
///
/// ```json
/// {"breaking":true,"changes":[{"verdict":"breaking","change":"default-changed","device":"VF",
///   "subsystem":"DRIVER","parameter":"vlan","before":"trunk","after":"0",
///   "reason":"configurations without it get another value"}]}
/// ```
///
/// `before` and `after` are strings, and left out where there is nothing. `change` is one of
/// [ChangeKind#code()].
public final class ComparisonJson {

    private ComparisonJson() {}

    /// {@return the comparison as one JSON document on one line, without a line end}
    ///
    /// @param comparison the comparison
    public static String format(SchemaComparison comparison) {
        var out = new StringWriter();
        try (JsonGenerator json =
                new JsonFactory()
                        .createGenerator(
                                ObjectWriteContext.empty(), new LoneSurrogateEscapes(out))) {
            write(comparison, json);
        }
        return out.toString();
    }

    /// Writes a comparison as one object.
    ///
    /// @param comparison the comparison
    /// @param out the generator; left open
    public static void write(SchemaComparison comparison, JsonGenerator out) {
        out.writeStartObject();
        out.writeBooleanProperty("breaking", comparison.isBreaking());
        out.writeArrayPropertyStart("changes");
        for (SchemaChange change : comparison.changes()) {
            out.writeStartObject();
            out.writeStringProperty("verdict", change.verdict().label());
            out.writeStringProperty("change", change.kind().code());
            out.writeStringProperty("device", change.device().name());
            out.writeStringProperty("subsystem", change.subsystem().name());
            out.writeStringProperty("parameter", change.parameter());
            change.before().ifPresent(text -> out.writeStringProperty("before", text));
            change.after().ifPresent(text -> out.writeStringProperty("after", text));
            out.writeStringProperty("reason", change.reason());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
