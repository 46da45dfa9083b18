package io.sriov.apply;

import io.sriov.schema.utf8.LoneSurrogateEscapes;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes an outcome as JSON; see [Outcome#toJson()].
final class OutcomeJson {
    private static final JsonFactory JSON = new JsonFactory();

    private OutcomeJson() {}

    static String format(Outcome outcome) {
        var out = new StringWriter();
        try (JsonGenerator json =
                JSON.createGenerator(ObjectWriteContext.empty(), new LoneSurrogateEscapes(out))) {
            json.writeStartObject();
            json.writeStringProperty("device", outcome.device());
            json.writeStringProperty("outcome", outcome.label());
            switch (outcome) {
                case Outcome.Committed _ -> write(json, Optional.empty(), List.of(), List.of());
                case Outcome.Restored restored ->
                        write(json, Optional.of(restored.cause()), List.of(), List.of());
                case Outcome.NeedsAttention attention ->
                        write(
                                json,
                                Optional.of(attention.cause()),
                                attention.differences(),
                                attention.remedies());
            }
            json.writeArrayPropertyStart("evidence");
            outcome.evidence().forEach(evidence -> write(json, evidence));
            json.writeEndArray();
            json.writeArrayPropertyStart("remarks");
            outcome.remarks().forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toString();
    }

    private static void write(
            JsonGenerator json,
            Optional<Failure> cause,
            List<Deviation> differences,
            List<String> remedies) {
        cause.ifPresent(failure -> write(json, "cause", failure));
        json.writeArrayPropertyStart("differences");
        for (Deviation deviation : differences) {
            json.writeStartObject();
            json.writeStringProperty("subject", deviation.subject());
            json.writeStringProperty("expected", deviation.expected());
            json.writeStringProperty("found", deviation.found());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("remedies");
        remedies.forEach(json::writeString);
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, StepEvidence evidence) {
        json.writeStartObject();
        json.writeStringProperty("phase", evidence.phase().label());
        json.writeStringProperty("action", evidence.action());
        json.writeBooleanProperty("succeeded", evidence.succeeded());
        json.writeNumberProperty("millis", evidence.duration().toMillis());
        if (!evidence.readBack().isEmpty()) {
            json.writeStringProperty("readBack", evidence.readBack());
        }
        evidence.failure().ifPresent(failure -> write(json, "failure", failure));
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String property, Failure failure) {
        json.writeObjectPropertyStart(property);
        json.writeStringProperty("message", failure.message());
        failure.errno().ifPresent(errno -> json.writeStringProperty("errno", errno.name()));
        failure.remedy().ifPresent(remedy -> json.writeStringProperty("remedy", remedy));
        json.writeEndObject();
    }
}
