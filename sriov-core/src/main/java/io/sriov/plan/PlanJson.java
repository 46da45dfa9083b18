package io.sriov.plan;

import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.utf8.LoneSurrogateEscapes;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes a plan as JSON; see [Plan#toJson()].
final class PlanJson {
    private static final JsonFactory JSON = new JsonFactory();

    private PlanJson() {}

    static String format(Plan plan) {
        var out = new StringWriter();
        try (JsonGenerator json =
                JSON.createGenerator(ObjectWriteContext.empty(), new LoneSurrogateEscapes(out))) {
            json.writeStartObject();
            json.writeStringProperty("device", plan.device());
            json.writeBooleanProperty("empty", plan.isEmpty());
            json.writeObjectPropertyStart("current");
            json.writeNumberProperty("numVfs", plan.basis().status().numVfs());
            json.writeEndObject();
            if (plan.target().isPresent()) {
                json.writeObjectPropertyStart("wanted");
                json.writeNumberProperty("numVfs", plan.target().get().numVfs());
                json.writeEndObject();
            } else {
                json.writeNullProperty("wanted");
            }
            switch (plan.previous()) {
                case Previous.None() -> json.writeStringProperty("previous", "none");
                case Previous.Known _ -> json.writeStringProperty("previous", "known");
                case Previous.Unknown(String reason) -> {
                    json.writeStringProperty("previous", "unknown");
                    json.writeStringProperty("previousReason", reason);
                }
            }
            json.writeArrayPropertyStart("steps");
            plan.steps().forEach(step -> write(json, step));
            json.writeEndArray();
            json.writeArrayPropertyStart("differences");
            plan.differences().forEach(difference -> write(json, difference));
            json.writeEndArray();
            writeImpact(json, plan);
            json.writeArrayPropertyStart("notices");
            plan.notices().forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toString();
    }

    private static void write(JsonGenerator json, Step step) {
        json.writeStartObject();
        json.writeStringProperty("step", step.kind());
        switch (step) {
            case Step.DestroyVfs destroy -> json.writeNumberProperty("numVfs", destroy.numVfs());
            case Step.CreateVfs create ->
                    json.writeNumberProperty("numVfs", create.config().numVfs());
            case Step.AttachVfs attach -> {
                json.writeArrayPropertyStart("vfs");
                attach.indices().forEach(json::writeNumber);
                json.writeEndArray();
            }
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, DeviceDifference difference) {
        json.writeStartObject();
        json.writeStringProperty("device", difference.section());
        json.writeStringProperty("change", difference.change().label());
        json.writeArrayPropertyStart("parameters");
        for (ParameterDifference parameter : difference.parameters()) {
            json.writeStartObject();
            json.writeStringProperty("name", parameter.name());
            write(json, "before", parameter.before());
            write(json, "after", parameter.after());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Optional<ParameterValue> value) {
        switch (value.orElse(null)) {
            case null -> {}
            case ParameterValue.Bool(boolean bool) -> json.writeBooleanProperty(name, bool);
            case ParameterValue.Uint(long bits) -> {
                if (bits >= 0) {
                    json.writeNumberProperty(name, bits);
                } else {
                    json.writeNumberProperty(name, new BigInteger(Long.toUnsignedString(bits)));
                }
            }
            case ParameterValue other -> json.writeStringProperty(name, other.text());
        }
    }

    private static void writeImpact(JsonGenerator json, Plan plan) {
        json.writeObjectPropertyStart("impact");
        json.writeArrayPropertyStart("destroyed");
        plan.impact().destroyed().forEach(vf -> json.writeNumber(vf.index()));
        json.writeEndArray();
        json.writeArrayPropertyStart("inUse");
        for (VfStatus vf : plan.impact().inUse()) {
            json.writeStartObject();
            json.writeNumberProperty("vf", vf.index());
            json.writeArrayPropertyStart("uses");
            for (VfUse use : vf.uses()) {
                json.writeStartObject();
                json.writeStringProperty("holder", use.holder());
                json.writeBooleanProperty("exclusive", use.exclusive());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeBooleanProperty("consentNeeded", plan.impact().consentNeeded());
        json.writeBooleanProperty("blocked", plan.impact().blocked());
        json.writeBooleanProperty("restorable", plan.previous().restorable());
        json.writeEndObject();
    }
}
