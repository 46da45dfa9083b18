package io.sriov.cli;

import io.sriov.host.Errno;
import io.sriov.schema.diagnostic.DiagnosticJson;
import io.sriov.schema.diagnostic.DiagnosticReport;
import tools.jackson.core.JsonGenerator;

/// Problems for programs: one JSON document on a line each, `{"diagnostics":[…]}`, `{"error":{…}}`
/// or `{"notice":{…}}`.
final class JsonProblems implements Problems {
    private final Terminal terminal;

    /// Creates the printer.
    ///
    /// @param terminal where to
    JsonProblems(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void report(DiagnosticReport report) {
        if (!report.diagnostics().isEmpty()) {
            terminal.error(DiagnosticJson.format(report) + "\n");
        }
    }

    @Override
    public void failure(Failure failure) {
        terminal.error(
                Json.line(json -> {
                    json.writeStartObject();
                    json.writeObjectPropertyStart("error");
                    json.writeStringProperty("message", failure.message());
                    String device = failure.device();
                    if (device != null) {
                        json.writeStringProperty("device", device);
                    }
                    Errno errno = failure.errno();
                    if (errno != null) {
                        json.writeStringProperty("errno", errno.name());
                    }
                    details(json, failure);
                    json.writeEndObject();
                    json.writeEndObject();
                }));
    }

    private static void details(JsonGenerator json, Failure failure) {
        json.writeArrayPropertyStart("details");
        for (String detail : failure.details()) {
            json.writeString(detail);
        }
        json.writeEndArray();
    }

    @Override
    public void notice(String device, String message) {
        terminal.error(
                Json.line(json -> {
                    json.writeStartObject();
                    json.writeObjectPropertyStart("notice");
                    json.writeStringProperty("device", device);
                    json.writeStringProperty("message", message);
                    json.writeEndObject();
                    json.writeEndObject();
                }));
    }
}
