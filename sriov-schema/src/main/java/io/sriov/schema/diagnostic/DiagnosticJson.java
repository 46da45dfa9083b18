package io.sriov.schema.diagnostic;

import io.sriov.schema.utf8.LoneSurrogateEscapes;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes a report as JSON for programs.
///
/// ```json
/// {"diagnostics":[{"severity":"error","code":"unknown-parameter","message":"VF-0: Invalid config key 'mac-adr'",
///   "file":"ix0.conf","line":4,"column":5,"hint":"did you mean 'mac-addr'?","sourceLine":"    mac-adr : …"}]}
/// ```
///
/// `line`, `column`, `hint` and `sourceLine` are left out where they are not known, and
/// `sourceLine` also where it has more than 1,000 characters.
public final class DiagnosticJson {
    /// A text of one huge line would be written once for each of its problems.
    private static final int WIDEST_LINE = 1000;

    private static final JsonFactory JSON = new JsonFactory();

    private DiagnosticJson() {}

    /// {@return the report as one JSON document on one line, without a line end}
    ///
    /// @param report the report
    public static String format(DiagnosticReport report) {
        var out = new StringWriter();
        try (JsonGenerator json =
                JSON.createGenerator(ObjectWriteContext.empty(), new LoneSurrogateEscapes(out))) {
            json.writeStartObject();
            json.writeArrayPropertyStart("diagnostics");
            for (Diagnostic diagnostic : report.diagnostics()) {
                write(json, report, diagnostic);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toString();
    }

    private static void write(JsonGenerator json, DiagnosticReport report, Diagnostic diagnostic) {
        Origin origin = diagnostic.origin();
        json.writeStartObject();
        json.writeStringProperty("severity", diagnostic.severity().label());
        json.writeStringProperty("code", diagnostic.code().code());
        json.writeStringProperty("message", diagnostic.message());
        json.writeStringProperty("file", origin.source());
        if (origin.line() > 0) {
            json.writeNumberProperty("line", origin.line());
        }
        if (origin.column() > 0) {
            json.writeNumberProperty("column", origin.column());
        }
        diagnostic.hint().ifPresent(hint -> json.writeStringProperty("hint", hint));
        report.excerpt(diagnostic, WIDEST_LINE)
                .filter(SourceExcerpt::whole)
                .ifPresent(line -> json.writeStringProperty("sourceLine", line.text()));
        json.writeEndObject();
    }
}
