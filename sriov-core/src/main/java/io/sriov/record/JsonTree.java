package io.sriov.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A JSON value of a record, with accessors that call what is missing or of another kind damage.
final class JsonTree {
    private final String where;
    private final @Nullable Object value;

    private JsonTree(String where, @Nullable Object value) {
        this.where = where;
        this.value = value;
    }

    static JsonTree read(JsonParser parser) throws DamagedTextException {
        parser.nextToken();
        return new JsonTree("", value(parser));
    }

    private static @Nullable Object value(JsonParser parser) throws DamagedTextException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case null, default -> throw new DamagedTextException("unexpected " + token);
        };
    }

    JsonTree get(String name) throws DamagedTextException {
        Object member = object().get(name);
        if (member == null) {
            throw new DamagedTextException("'" + where + "/" + name + "' is missing");
        }
        return new JsonTree(where + "/" + name, member);
    }

    Optional<JsonTree> find(String name) throws DamagedTextException {
        Object member = object().get(name);
        return member == null
                ? Optional.empty()
                : Optional.of(new JsonTree(where + "/" + name, member));
    }

    List<JsonTree> elements() throws DamagedTextException {
        if (!(value instanceof List<?> list)) {
            throw wrong("a list");
        }
        var elements = new ArrayList<JsonTree>(list.size());
        for (Object element : list) {
            elements.add(new JsonTree(where + "[]", element));
        }
        return elements;
    }

    String text() throws DamagedTextException {
        if (!(value instanceof String text)) {
            throw wrong("a text");
        }
        return text;
    }

    boolean bool() throws DamagedTextException {
        if (!(value instanceof Boolean bool)) {
            throw wrong("true or false");
        }
        return bool;
    }

    /// An integer of 0..65536.
    int count() throws DamagedTextException {
        if (!(value instanceof Long number) || number < 0 || number > 0x10000) {
            throw wrong("a number of 0..65536");
        }
        return number.intValue();
    }

    private Map<?, ?> object() throws DamagedTextException {
        if (!(value instanceof Map<?, ?> object)) {
            throw wrong("an object");
        }
        return object;
    }

    DamagedTextException wrong(String expected) {
        return new DamagedTextException("'" + where + "' is not " + expected);
    }
}
