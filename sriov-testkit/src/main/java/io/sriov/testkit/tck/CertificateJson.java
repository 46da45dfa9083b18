package io.sriov.testkit.tck;

import io.sriov.schema.utf8.LoneSurrogateEscapes;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes a certificate as JSON; see [Certificate#toJson()].
final class CertificateJson {
    private static final JsonFactory JSON = new JsonFactory();

    private CertificateJson() {}

    static String format(Certificate certificate) {
        var out = new StringWriter();
        try (JsonGenerator json =
                JSON.createGenerator(ObjectWriteContext.empty(), new LoneSurrogateEscapes(out))) {
            json.writeStartObject();
            json.writeStringProperty("plugin", certificate.plugin());
            json.writeStringProperty("pf", certificate.pf());
            json.writeBooleanProperty("conforms", certificate.conforms());
            json.writeStringProperty("summary", certificate.summary());
            json.writeArrayPropertyStart("clauses");
            certificate.results().forEach(result -> write(json, result));
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toString();
    }

    private static void write(JsonGenerator json, ClauseResult result) {
        json.writeStartObject();
        json.writeStringProperty("id", result.id());
        json.writeStringProperty("verdict", result.verdict().label());
        json.writeStringProperty("rule", result.rule());
        json.writeStringProperty("source", result.source());
        json.writeStringProperty("reason", result.reason());
        json.writeArrayPropertyStart("evidence");
        result.evidence().forEach(json::writeString);
        json.writeEndArray();
        json.writeBooleanProperty("restsOnBench", result.restsOnBench());
        json.writeEndObject();
    }
}
