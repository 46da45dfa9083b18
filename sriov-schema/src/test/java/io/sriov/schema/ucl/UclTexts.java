package io.sriov.schema.ucl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Arbitrary UCL texts: by the grammar, by damaging good ones, and by shaking its special
/// characters.
final class UclTexts {

    private static final int DEPTH = 3;

    private UclTexts() {}

    /// {@return texts made by the rules of the grammar, most of them valid}
    static Arbitrary<String> byGrammar() {
        Arbitrary<String> members = members(DEPTH);
        return Arbitraries.frequencyOf(
                Tuple.of(12, members),
                Tuple.of(2, members.map(text -> "{" + text + "}")),
                Tuple.of(1, members.map(text -> "\n# c\n{" + text + "}\n")),
                Tuple.of(2, elements(DEPTH).map(text -> "[" + text + "]")),
                Tuple.of(1, Combinators.combine(members, garbage()).as((a, b) -> a + b)));
    }

    /// {@return texts of the corpus with one to three things deleted, inserted, doubled or swapped}
    static Arbitrary<String> byMutation() {
        Arbitrary<String> text = Arbitraries.of(mutable());
        Arbitrary<Mutation> mutation =
                Combinators.combine(
                                Arbitraries.integers().between(0, 3),
                                Arbitraries.doubles().between(0, 1),
                                Arbitraries.doubles().between(0, 1),
                                Arbitraries.oneOf(garbage(), scalar(), separator(), terminator()))
                        .as(Mutation::new);
        return Combinators.combine(text, mutation.list().ofMinSize(1).ofMaxSize(3))
                .as((original, mutations) -> {
                    String result = original;
                    for (Mutation each : mutations) {
                        result = each.apply(result);
                    }
                    return result;
                });
    }

    /// {@return sequences of what means something to UCL, in no order}
    static Arbitrary<String> bySoup() {
        return garbage().list().ofMinSize(1).ofMaxSize(12).map(parts -> String.join("", parts));
    }

    private static List<String> mutable() {
        try {
            return CorpusCase.all().stream()
                    .filter(each -> each.files().isEmpty())
                    .map(each -> new String(each.text(), StandardCharsets.UTF_8))
                    .filter(text -> !text.contains("include") && !text.contains("load"))
                    .filter(text -> !text.contains("\ufffd"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Mutation(int kind, double from, double to, String text) {

        String apply(String original) {
            int[] points = original.codePoints().toArray();
            int a = (int) (from * points.length);
            int b = (int) (to * points.length);
            int low = Math.min(a, b);
            int high = Math.min(Math.max(a, b), low + 8);
            String before = new String(points, 0, low);
            String chunk = new String(points, low, high - low);
            String after = new String(points, high, points.length - high);
            return switch (kind) {
                case 0 -> before + after;
                case 1 -> before + text + chunk + after;
                case 2 -> before + chunk + chunk + after;
                default -> before + text + after;
            };
        }
    }

    private static Arbitrary<String> garbage() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "{", "}", "[", "]", ";", ",", "=", ":", "\"", "'", "\\", "#", "/*", "*/",
                        "*", "/", "$", "${", "$$", ".", "<<", "<<E\n", "\nE\n", "\n", "\r\n", "\r",
                        " ", "\t", "(", ")", "-", "+", "_", "@", "%", "&", "|", "~", "<", ">", "!"),
                Arbitraries.of(
                        "a",
                        "b",
                        "key",
                        "1",
                        "0",
                        "12",
                        "1.5",
                        "0x",
                        "0x1f",
                        "1e3",
                        "e",
                        "k",
                        "kb",
                        "ms",
                        "min",
                        "s",
                        "d",
                        "true",
                        "no",
                        "null",
                        "nan",
                        "inf",
                        "NAME",
                        "\\n",
                        "\\u0041",
                        "\\u",
                        "\\\"",
                        "$NAME",
                        "${NAME}",
                        ".priority 1",
                        "E",
                        "é",
                        "😀",
                        "\udce9",
                        "\udcc3",
                        "\udca9",
                        "\udced\udca0\udcbd",
                        "\udcf0\udc9f\udc98",
                        "\udcff",
                        "\\ud83d",
                        "\\ude00",
                        "\\udc80",
                        "\u0000",
                        "\u0001",
                        "\u001f",
                        "\u007f",
                        "\f",
                        "\u000b"));
    }

    private static Arbitrary<String> members(int depth) {
        return statement(depth).list().ofMaxSize(5).map(parts -> String.join("", parts));
    }

    private static Arbitrary<String> statement(int depth) {
        Arbitrary<String> value = value(depth);
        Arbitrary<String> member =
                Combinators.combine(blank(), key(), separator(), value, terminator())
                        .as((b, k, s, v, t) -> b + k + s + v + t);
        Arbitrary<String> macro =
                Combinators.combine(
                                Arbitraries.of(
                                        ".priority 1",
                                        ".priority \"2\"",
                                        ".inherit \"a\"",
                                        ".inherit b",
                                        ".inherit(replace=true) \"key\""),
                                Arbitraries.of("\n", ";", ";\n", " "))
                        .as((m, t) -> m + t);
        if (depth == 0) {
            return Arbitraries.frequencyOf(Tuple.of(10, member), Tuple.of(1, comment()));
        }
        Arbitrary<String> section =
                Combinators.combine(
                                key().list().ofMinSize(1).ofMaxSize(3),
                                Arbitraries.of(" {", "{", " {\n", "\n{ ", " = {", ":{", "\t{"),
                                Arbitraries.lazy(() -> members(depth - 1)),
                                Arbitraries.of("}", "}\n", " };", "},", "\n}\n"))
                        .as((keys, open, inner, close) ->
                                String.join(" ", keys) + open + inner + close);
        return Arbitraries.frequencyOf(
                Tuple.of(10, member),
                Tuple.of(5, section),
                Tuple.of(1, macro),
                Tuple.of(1, comment()));
    }

    private static Arbitrary<String> elements(int depth) {
        Arbitrary<String> element =
                Combinators.combine(
                                value(depth),
                                Arbitraries.of(",", ", ", ";", "\n", ",\n", " # c\n", " /* c */, "))
                        .as((v, t) -> v + t);
        return element.list().ofMaxSize(4).map(parts -> String.join("", parts));
    }

    private static Arbitrary<String> value(int depth) {
        if (depth == 0) {
            return scalar();
        }
        return Arbitraries.frequencyOf(
                Tuple.of(8, scalar()),
                Tuple.of(
                        1,
                        Arbitraries.lazy(() -> members(depth - 1)).map(text -> "{" + text + "}")),
                Tuple.of(
                        1,
                        Arbitraries.lazy(() -> elements(depth - 1)).map(text -> "[" + text + "]")));
    }

    private static Arbitrary<String> scalar() {
        return Arbitraries.frequencyOf(
                Tuple.of(5, number()),
                Tuple.of(4, word()),
                Tuple.of(4, quoted()),
                Tuple.of(2, apostrophes()),
                Tuple.of(1, heredoc()),
                Tuple.of(
                        2,
                        Arbitraries.of(
                                "true", "false", "Yes", "NO", "on", "oFF", "null", "nan", "inf")));
    }

    private static Arbitrary<String> number() {
        Arbitrary<String> digits =
                Arbitraries.of(
                        "0",
                        "1",
                        "7",
                        "10",
                        "010",
                        "255",
                        "4096",
                        "65536",
                        "9223372036854775807",
                        "9223372036854775808",
                        "18446744073709551616",
                        "9007199254740993");
        Arbitrary<String> mantissa =
                Combinators.combine(
                                Arbitraries.of("", "", "", "-", "+", "--"),
                                digits,
                                Arbitraries.of("", "", "", ".", ".5", ".25", ".0", ".1.2"),
                                Arbitraries.of(
                                        "", "", "", "e3", "E-2", "e+1", "e", "e+", "e400", "e-320"))
                        .as((sign, integer, fraction, exponent) ->
                                sign + integer + fraction + exponent);
        Arbitrary<String> hexadecimal =
                Arbitraries.of(
                        "0x1f",
                        "0XFF",
                        "-0x10",
                        "0x",
                        "1x2",
                        "0x7fffffffffffffff",
                        "0xffffffffffffffff");
        return Combinators.combine(
                        Arbitraries.frequencyOf(Tuple.of(5, mantissa), Tuple.of(1, hexadecimal)),
                        Arbitraries.of(
                                "", "", "", "", "k", "K", "m", "M", "g", "kb", "MB", "Gb", "ks",
                                "ms", "gs", "s", "S", "min", "MIN", "mi", "mins", "h", "d", "w",
                                "y", "x", "kx", " ", " x", "#", "/*c*/", "b", "t"))
                .as((n, suffix) -> n + suffix);
    }

    private static Arbitrary<String> word() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "word",
                        "two words",
                        "a.b",
                        "x/y",
                        "x-1",
                        "x{y}z",
                        "x[1]",
                        "it's",
                        "a\\n",
                        "a\\;b",
                        "$NAME",
                        "x${NAME}y",
                        "<x>",
                        "é",
                        "nullify",
                        "trueish",
                        "a=b",
                        "a:b"),
                Arbitraries.strings()
                        .withChars("abcé\udcc3\udca9\udcff -_./:=@%+*!?$\\\"'<>()&|~^")
                        .ofMinLength(1)
                        .ofMaxLength(8));
    }

    private static Arbitrary<String> quoted() {
        return Arbitraries.of(
                        "a",
                        "b",
                        " ",
                        "\\n",
                        "\\\"",
                        "\\\\",
                        "\\/",
                        "\\u00e9",
                        "\\u0024",
                        "\\q",
                        "'",
                        "{",
                        "}",
                        "[",
                        "]",
                        ";",
                        "#",
                        "/*",
                        "$NAME",
                        "${NAMES}",
                        "$$",
                        "$",
                        "é",
                        "😀",
                        "\udcc3",
                        "\udca9",
                        "\udcff",
                        "\\ud83d",
                        "\\udc80",
                        "\\u0000")
                .list()
                .ofMaxSize(6)
                .map(parts -> '"' + String.join("", parts) + '"');
    }

    private static Arbitrary<String> apostrophes() {
        return Arbitraries.of(
                        "a", "b", " ", "\"", "\\'", "\\\\", "\\n", "\\\n", "\n", "$NAME", "{", "é",
                        "\udcc3", "\udca9", "\udcff")
                .list()
                .ofMaxSize(6)
                .map(parts -> '\'' + String.join("", parts) + '\'');
    }

    private static Arbitrary<String> heredoc() {
        return Arbitraries.of("EOD", "EOD", "A", "")
                .flatMap(name ->
                        Arbitraries.of(
                                        "text",
                                        "",
                                        "  x # y",
                                        "$NAME",
                                        name + "X",
                                        "EO",
                                        " " + name,
                                        "\\n",
                                        name + name,
                                        name + "$NAME",
                                        name + " x",
                                        "x" + name,
                                        "a;",
                                        "\udce9t\udcff",
                                        "\udcc3",
                                        ",")
                                .list()
                                .ofMaxSize(4)
                                .map(lines ->
                                        "<<%s\n%s%s\n"
                                                .formatted(
                                                        name,
                                                        String.join("\n", lines) + "\n",
                                                        name)));
    }

    private static Arbitrary<String> key() {
        return Arbitraries.of(
                "a",
                "b",
                "c",
                "key",
                "VF-0",
                "x_y",
                "a.b",
                "a/b",
                "0",
                "12k",
                "_u",
                "é",
                "\udce9",
                "VF-\udcff",
                "\"\udcc3\"",
                "true",
                "\"a\"",
                "\"b c\"",
                "\"a\\n\"",
                "\"$NAME\"",
                "\"\\u0061\"",
                "\"\"",
                "a+b",
                "'a'");
    }

    private static Arbitrary<String> separator() {
        return Arbitraries.of(
                " = ",
                " = ",
                " = ",
                "=",
                ": ",
                " : ",
                ":",
                " ",
                "  ",
                "\t",
                " =\n",
                " /*c*/ = ",
                " = /*c*/ ",
                " # c\n = ",
                " = # c\n",
                "==",
                "\n");
    }

    private static Arbitrary<String> terminator() {
        return Arbitraries.of(
                "\n", "\n", "\n", ";", ";", ";\n", ",", ", ", "\r\n", " # c\n", " /*c*/ ", " ", "",
                ";;", " ;", "\t\n", "\r");
    }

    private static Arbitrary<String> blank() {
        return Arbitraries.of("", "", "", " ", "\n", "\t", "\r\n", "/*c*/", "# c\n");
    }

    private static Arbitrary<String> comment() {
        return Arbitraries.of(
                "# c\n",
                "/* c */",
                "/* a /* b */ c */\n",
                "/* \" */ \" */",
                "#\n",
                "/**/",
                "/***/\n",
                "# c",
                "# f\udcfcr\n",
                "/* \udcff */",
                "/* c");
    }
}
