package io.sriov.schema.ucl;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;

/// Shows UCL text as the tokens that a parser makes of it.
final class UclTokens {

    private UclTokens() {}

    static UclParser parser(UclFactory factory, String text) {
        return (UclParser) factory.createParser(ObjectReadContext.empty(), text);
    }

    /// {@return the tokens in a row: `{ a: 1 b: [ "x" true null ] }`, numbers and booleans as they
    /// are spelled, strings in quotes}
    static String of(UclFactory factory, String text) {
        List<String> shown = new ArrayList<>();
        try (JsonParser parser = parser(factory, text)) {
            for (JsonToken token; (token = parser.nextToken()) != null; ) {
                shown.add(show(parser, token));
            }
        }
        return String.join(" ", shown);
    }

    /// {@return the tokens of a default factory}
    static String of(String text) {
        return of(new UclFactory(), text);
    }

    /// {@return every token with its place, `1:3 a:`}
    static List<String> located(UclFactory factory, String text) {
        List<String> shown = new ArrayList<>();
        try (JsonParser parser = parser(factory, text)) {
            for (JsonToken token; (token = parser.nextToken()) != null; ) {
                shown.add(place(parser.currentTokenLocation()) + " " + show(parser, token));
            }
        }
        return shown;
    }

    static String place(TokenStreamLocation location) {
        return location.getLineNr() + ":" + location.getColumnNr();
    }

    private static String show(JsonParser parser, JsonToken token) {
        return switch (token) {
            case PROPERTY_NAME -> parser.currentName() + ":";
            case VALUE_STRING -> '"' + parser.getString() + '"';
            default -> parser.getString();
        };
    }
}
