package io.sriov.cli;

import io.sriov.schema.utf8.LoneSurrogateEscapes;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// JSON as this command prints it: one document on one line.
final class Json {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private Json() {}

    /// Prints a document.
    ///
    /// @param terminal where to
    /// @param document writes the document
    static void print(Terminal terminal, Consumer<JsonGenerator> document) {
        try (Writer out = terminal.text()) {
            write(out, document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// {@return a document with the line's end}
    ///
    /// @param document writes the document
    static String line(Consumer<JsonGenerator> document) {
        var out = new StringWriter();
        write(out, document);
        return out.toString();
    }

    private static void write(Writer out, Consumer<JsonGenerator> document) {
        try (JsonGenerator json =
                FACTORY.createGenerator(
                        ObjectWriteContext.empty(), new LoneSurrogateEscapes(out))) {
            document.accept(json);
            json.writeRaw('\n');
        }
    }
}
