package io.sriov.schema.text;

import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/// A text in YAML, for what its parser does not say: how a scalar is written, and in words for
/// people what breaks the grammar where.
final class YamlText {
    /// What begins a scalar that is not plain.
    private static final String INDICATORS = "\"'|>!&";

    private static final Pattern VERSION = Pattern.compile("(?m)^%YAML");
    private static final Pattern CODE = Pattern.compile("'?(.)'? ?\\(([0-9]+)\\)", Pattern.DOTALL);

    private final String text;
    private final int[] codePoints;

    private YamlText(String text, int[] codePoints) {
        this.text = text;
        this.codePoints = codePoints;
    }

    static YamlText of(String text) {
        return new YamlText(text, text.codePoints().toArray());
    }

    /// {@return whether the scalar at a place is a word without quotes, block or tag}
    ///
    /// @param at how many characters are before it
    boolean isPlain(long at) {
        return at >= 0 && at < codePoints.length && INDICATORS.indexOf(codePoints[(int) at]) < 0;
    }

    /// {@return what breaks the grammar, at its place}
    ///
    /// @param problem what the parser threw
    /// @param name the text's name
    Diagnostic problem(JacksonException problem, String name) {
        return switch (problem.getCause()) {
            case MarkedYamlEngineException marked
                    when String.valueOf(marked.getProblem())
                            .startsWith("expected '<document start>'") ->
                    Diagnostic.error(
                            TextCode.TRAILING_CONTENT,
                            TreeBuilder.TRAILING,
                            place(marked, problem, name));
            case MarkedYamlEngineException marked ->
                    syntax(sentence(marked), place(marked, problem, name));
            case ReaderException character ->
                    syntax(
                            "the character U+%04X cannot stand in YAML"
                                    .formatted(character.getCodePoint()),
                            origin(name, character.getPosition()));
            case YamlVersionException version ->
                    syntax(
                            "YAML %d.%d is not known; the versions are 1.1 and 1.2"
                                    .formatted(
                                            version.getSpecVersion().getMajor(),
                                            version.getSpecVersion().getMinor()),
                            directive(name));
            case null, default -> syntax(unmarked(problem), reported(problem, name));
        };
    }

    private Origin place(MarkedYamlEngineException marked, JacksonException problem, String name) {
        return marked.getProblemMark()
                .or(marked::getContextMark)
                .map(mark -> origin(name, mark.getIndex()))
                .orElseGet(() -> reported(problem, name));
    }

    private static Diagnostic syntax(String sentence, Origin at) {
        return Diagnostic.error(TextCode.SYNTAX, sentence, at);
    }

    private static String unmarked(JacksonException problem) {
        String message = SyntaxMessage.of(problem);
        return message.startsWith("Expected a property name")
                ? "a key must be a single value, not an array or an object"
                : message;
    }

    private Origin directive(String name) {
        Matcher version = VERSION.matcher(text);
        return version.find()
                ? origin(name, text.codePointCount(0, version.start()))
                : Origin.whole(name);
    }

    private static Origin reported(JacksonException problem, String name) {
        TokenStreamLocation location = problem.getLocation();
        return location == null
                ? Origin.whole(name)
                : new Origin(
                        name,
                        Math.max(location.getLineNr(), 0),
                        Math.max(location.getColumnNr(), 0));
    }

    /// The line and column of a place that the parser counts in characters beyond UTF-16.
    private Origin origin(String name, int index) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(index, codePoints.length); i++) {
            int c = codePoints[i];
            boolean crLf = c == '\r' && i + 1 < codePoints.length && codePoints[i + 1] == '\n';
            if (c == '\n' || (c == '\r' && !crLf)) {
                line++;
                column = 1;
            } else {
                column += Character.charCount(c);
            }
        }
        return new Origin(name, line, column);
    }

    /// The parser's words without its names for tokens: what was read, then what is wrong with it.
    private static String sentence(MarkedYamlEngineException marked) {
        String problem = Optional.ofNullable(marked.getProblem()).orElse("this is not YAML");
        if (problem.contains("that cannot start any token")) {
            return problem.contains("TAB")
                    ? "a tab cannot stand here: indent with spaces"
                    : "no value can begin with '" + quoted(problem) + "': put it in quotes";
        }
        if (problem.startsWith("could not find expected ':'")
                && marked.getContextMark().isPresent()) {
            return "line "
                    + (marked.getContextMark().get().getLine() + 1)
                    + " has no ':' behind its key";
        }
        if (problem.startsWith("expected <block end>")) {
            return "this does not fit the lines before it: check the indentation, and that every"
                    + " key has a ':'";
        }
        String words =
                CODE.matcher(problem)
                        .replaceAll(found ->
                                Matcher.quoteReplacement(shown(Integer.parseInt(found.group(2)))))
                        .replaceAll("'<([a-z ]+)>'|<([a-z ]+)>", "$1$2")
                        .replaceAll("but got (\\S)$", "but found '$1'")
                        .replaceAll("but got ", "but found ")
                        .replaceAll("stream end|unexpected end of stream", "the end of the text")
                        .replace("the node content", "a value")
                        .replaceAll("\\s*\\R\\s*", " ")
                        .strip();
        String context = Optional.ofNullable(marked.getContext()).orElse("").strip();
        return context.isEmpty() || context.endsWith("node") || context.endsWith("next token")
                ? words
                : words + ", " + context;
    }

    private static String quoted(String problem) {
        int from = problem.indexOf('\'') + 1;
        int to = problem.indexOf('\'', from + 1);
        return from > 0 && to > from ? problem.substring(from, to) : "this";
    }

    private static String shown(int codePoint) {
        return switch (codePoint) {
            case 0 -> "the end of the text";
            case '\n', '\r' -> "the end of the line";
            case '\t' -> "a tab";
            default -> "'" + Character.toString(codePoint) + "'";
        };
    }
}
