package io.sriov.record;

import io.sriov.schema.utf8.LoneSurrogateEscapes;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// The form in which every entry is kept: one line of JSON, and one with its SHA-256, so that a
/// text that was cut off or altered is known for what it is.
final class SealedText {
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private SealedText() {}

    static String write(Consumer<JsonGenerator> content) {
        var out = new StringWriter();
        try (JsonGenerator json =
                JSON.createGenerator(ObjectWriteContext.empty(), new LoneSurrogateEscapes(out))) {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        }
        String body = out.toString();
        return body + "\n" + sha256(body) + "\n";
    }

    static JsonTree read(String text) throws DamagedTextException {
        int end = text.indexOf('\n');
        if (end < 0) {
            throw new DamagedTextException("it has been cut off");
        }
        String body = text.substring(0, end);
        if (!text.substring(end + 1).strip().equals(sha256(body))) {
            throw new DamagedTextException("its checksum is wrong: it has been cut off or altered");
        }
        try (var parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            return JsonTree.read(parser);
        } catch (JacksonException e) {
            throw new DamagedTextException("it is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
