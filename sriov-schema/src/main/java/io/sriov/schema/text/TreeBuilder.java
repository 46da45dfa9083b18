package io.sriov.schema.text;

import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.schema.text.Node.Scalar;
import io.sriov.schema.ucl.UclParser;
import io.sriov.schema.utf8.EscapedUtf8;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.io.ContentReference;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Builds the tree of a document from a token stream.
final class TreeBuilder {
    static final String TRAILING = "there is more after the end of the document";

    private final String name;
    private final @Nullable YamlText yaml;
    private final boolean malformed;
    private final List<Diagnostic> problems = new ArrayList<>();
    private final Set<String> sources = new LinkedHashSet<>();

    private @Nullable ContentReference lastReference;
    private String lastSource;
    private boolean empty;

    /// Opens the token stream; may fail as reading it may.
    @FunctionalInterface
    interface Opener {
        JsonParser open();
    }

    /// @param name the document's name
    /// @param yaml the text, where it is YAML and at hand
    /// @param malformed whether bytes that are no UTF-8 became U+FFFD in the text
    TreeBuilder(String name, @Nullable YamlText yaml, boolean malformed) {
        this.name = name;
        this.yaml = yaml;
        this.malformed = malformed;
        this.lastSource = name;
    }

    List<Diagnostic> problems() {
        return problems;
    }

    /// {@return whether the text had no document at all}
    boolean empty() {
        return empty;
    }

    /// {@return the names of the sources that origins in the tree, or problems, speak of}
    Set<String> sources() {
        return sources;
    }

    Optional<Node> build(Opener opener) {
        JsonParser opened = null;
        try (JsonParser parser = opener.open()) {
            opened = parser;
            JsonToken first = parser.nextToken();
            if (first == null) {
                empty = true;
                return Optional.of(new Node.Section(List.of(), new Origin(name, 1, 1)));
            }
            Node root = value(parser, first);
            if (parser.nextToken() != null) {
                problems.add(
                        Diagnostic.error(
                                TextCode.TRAILING_CONTENT,
                                TRAILING,
                                origin(parser.currentTokenLocation())));
            }
            return Optional.of(root);
        } catch (JacksonException e) {
            problems.add(
                    yaml != null && e instanceof StreamReadException
                            ? yaml.problem(e, name)
                            : Diagnostic.error(
                                    TRAILING.equals(e.getOriginalMessage())
                                            ? TextCode.TRAILING_CONTENT
                                            : TextCode.SYNTAX,
                                    SyntaxMessage.of(e),
                                    place(e, opened)));
            return Optional.empty();
        }
    }

    /// Where a parser failed; a limit that is exceeded does not say it itself.
    private Origin place(JacksonException problem, @Nullable JsonParser parser) {
        TokenStreamLocation location = problem.getLocation();
        if (location != null) {
            return origin(location);
        }
        return parser == null ? Origin.whole(name) : origin(parser.currentTokenLocation());
    }

    private Node value(JsonParser parser, JsonToken token) {
        Origin origin = origin(parser.currentTokenLocation());
        return switch (token) {
            case START_OBJECT -> section(parser, origin);
            case START_ARRAY -> sequence(parser, origin);
            case VALUE_STRING -> string(parser, origin);
            case VALUE_NUMBER_INT -> number(Scalar.Kind.INTEGER, parser, origin);
            case VALUE_NUMBER_FLOAT -> number(Scalar.Kind.REAL, parser, origin);
            case VALUE_TRUE ->
                    new Scalar(Scalar.Kind.TRUE, parser.getString(), null, false, origin);
            case VALUE_FALSE ->
                    new Scalar(Scalar.Kind.FALSE, parser.getString(), null, false, origin);
            case VALUE_NULL -> new Scalar(Scalar.Kind.NULL, "null", null, false, origin);
            case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME -> {
                problems.add(unsupported("this kind of value", origin));
                yield new Scalar(Scalar.Kind.NULL, "null", null, false, origin);
            }
        };
    }

    private Node section(JsonParser parser, Origin origin) {
        var entries = new ArrayList<Node.Entry>();
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            Origin at = origin(parser.currentTokenLocation());
            checkEncoding(key, at);
            entries.add(
                    new Node.Entry(canonical(parser, key), at, value(parser, parser.nextToken())));
        }
        return new Node.Section(entries, origin);
    }

    private Node sequence(JsonParser parser, Origin origin) {
        var values = new ArrayList<Node>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            values.add(value(parser, token));
        }
        return new Node.Sequence(values, origin);
    }

    private Node string(JsonParser parser, Origin origin) {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            problems.add(unsupported("an alias", origin));
        }
        String text = canonical(parser, parser.getString());
        checkEncoding(text, origin);
        boolean plain = yaml != null && yaml.isPlain(parser.currentTokenLocation().getCharOffset());
        return new Scalar(Scalar.Kind.STRING, text, null, plain, origin);
    }

    /// Parsers of other formats leave lone surrogates as they are written.
    private static String canonical(JsonParser parser, String text) {
        return parser instanceof UclParser ? text : EscapedUtf8.canonical(text);
    }

    private static Node number(Scalar.Kind kind, JsonParser parser, Origin origin) {
        return new Scalar(kind, parser.getString(), exact(kind, parser), false, origin);
    }

    /// The number's exact value; null where it has none that can be held.
    private static @Nullable Number exact(Scalar.Kind kind, JsonParser parser) {
        try {
            if (kind == Scalar.Kind.REAL) {
                return parser.isNaN() ? null : parser.getDecimalValue();
            }
            return switch (parser.getNumberType()) {
                case INT, LONG -> parser.getLongValue();
                default -> parser.getBigIntegerValue();
            };
        } catch (NumberFormatException | StreamReadException _) {
            return null; // Exponents beyond 32 bits, and the infinities of YAML.
        }
    }

    private void checkEncoding(String text, Origin origin) {
        if (malformed && text.indexOf('\ufffd') >= 0) {
            problems.add(
                    Diagnostic.error(TextCode.ENCODING, "'" + text + "' is not valid UTF-8", origin)
                            .withHint("save the file as UTF-8"));
        }
    }

    private static Diagnostic unsupported(String what, Origin origin) {
        return Diagnostic.error(TextCode.UNSUPPORTED_CONSTRUCT, what + " cannot stand here", origin)
                .withHint("write the value out");
    }

    /// Locations of one source share their reference, so that its identity is a cheap key.
    @SuppressWarnings("ReferenceEquality")
    private Origin origin(TokenStreamLocation location) {
        ContentReference reference = location.contentReference();
        if (reference != lastReference) {
            lastReference = reference;
            lastSource = reference.getRawContent() instanceof Path path ? path.toString() : name;
            sources.add(lastSource);
        }
        return new Origin(
                lastSource, Math.max(location.getLineNr(), 0), Math.max(location.getColumnNr(), 0));
    }
}
