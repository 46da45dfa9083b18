package io.sriov.testkit.sim;

import io.sriov.schema.text.SyntaxMessage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;

/// JSON read value by value, where each surprise is reported with its line and column.
final class LocatedJson {
    private final String name;
    private final JsonParser parser;

    /// @param name what the text is called in messages
    LocatedJson(String name, JsonParser parser) {
        this.name = name;
        this.parser = parser;
    }

    interface Entry {
        void read(String key) throws StateException;
    }

    interface Element {
        void read() throws StateException;
    }

    @Nullable JsonToken next() {
        return parser.nextToken();
    }

    /// Reads an object; `entry` is called at each value.
    void object(Entry entry) throws StateException {
        expect(JsonToken.START_OBJECT, "an object");
        while (next() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            next();
            entry.read(key);
        }
    }

    /// Reads an array; `element` is called at each value.
    void array(Element element) throws StateException {
        expect(JsonToken.START_ARRAY, "an array");
        while (next() != JsonToken.END_ARRAY) {
            element.read();
        }
    }

    String string() throws StateException {
        expect(JsonToken.VALUE_STRING, "a string");
        return parser.getString();
    }

    boolean bool() throws StateException {
        if (parser.currentToken() != JsonToken.VALUE_TRUE) {
            expect(JsonToken.VALUE_FALSE, "true or false");
        }
        return parser.getBooleanValue();
    }

    long integer(long min, long max) throws StateException {
        expect(JsonToken.VALUE_NUMBER_INT, "an integer");
        JsonParser.NumberType type = parser.getNumberType();
        if (type == JsonParser.NumberType.BIG_INTEGER
                || parser.getLongValue() < min
                || parser.getLongValue() > max) {
            throw wrong(parser.getString() + " is not in " + min + ".." + max);
        }
        return parser.getLongValue();
    }

    long hexadecimal(String text, long max) throws StateException {
        try {
            long value = Long.parseLong(text, 16);
            if (value >= 0 && value <= max && !text.startsWith("+")) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw wrong("'" + text + "' is no hexadecimal number up to " + Long.toHexString(max));
    }

    void end() throws StateException {
        if (next() != null) {
            throw wrong("there is more after the end");
        }
    }

    private void expect(JsonToken token, String what) throws StateException {
        JsonToken current = parser.currentToken();
        if (current != token) {
            String found =
                    current == null
                            ? "the end"
                            : current.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            throw wrong("expected " + what + ", found " + found);
        }
    }

    StateException unknown(String key) {
        return wrong("unknown key '" + key + "'");
    }

    /// Where the current value begins, as `NAME:LINE:COLUMN: `.
    String place() {
        return at(name, parser.currentTokenLocation());
    }

    StateException wrong(String problem) {
        return new StateException(place() + problem, null);
    }

    static StateException syntax(String name, StreamReadException e) {
        return new StateException(at(name, e.getLocation()) + SyntaxMessage.of(e), e);
    }

    private static String at(String name, @Nullable TokenStreamLocation location) {
        return location == null
                ? name + ": "
                : name
                        + ":"
                        + Math.max(1, location.getLineNr())
                        + ":"
                        + Math.max(1, location.getColumnNr())
                        + ": ";
    }
}
