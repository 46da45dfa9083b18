package io.sriov.schema.ucl;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Arbitrary Jackson trees that UCL can hold: every string, key and number that might be misread.
final class JacksonTrees {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEPTH = 4;

    private JacksonTrees() {}

    /// {@return objects, nested, of every kind of value}
    static Arbitrary<ObjectNode> objects() {
        return object(DEPTH);
    }

    /// {@return arrays, nested, of every kind of value}
    static Arbitrary<ArrayNode> arrays() {
        return array(DEPTH);
    }

    private static Arbitrary<ObjectNode> object(int depth) {
        return Arbitraries.maps(strings().filter(key -> !key.isEmpty()), value(depth))
                .ofMaxSize(5)
                .map(members -> {
                    ObjectNode object = NODES.objectNode();
                    members.forEach(object::set);
                    return object;
                });
    }

    private static Arbitrary<ArrayNode> array(int depth) {
        return value(depth).list().ofMaxSize(5).map(elements -> NODES.arrayNode().addAll(elements));
    }

    private static Arbitrary<JsonNode> value(int depth) {
        if (depth == 0) {
            return scalar();
        }
        return Arbitraries.frequencyOf(
                Tuple.of(5, scalar()),
                Tuple.of(1, Arbitraries.lazy(() -> object(depth - 1))),
                Tuple.of(1, Arbitraries.lazy(() -> array(depth - 1))));
    }

    private static Arbitrary<JsonNode> scalar() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, strings().map(NODES::stringNode)),
                Tuple.of(
                        2,
                        Arbitraries.longs()
                                .greaterOrEqual(-Long.MAX_VALUE)
                                .map(NODES::numberNode)
                                .map(JsonNode.class::cast)),
                Tuple.of(
                        1, Arbitraries.integers().map(NODES::numberNode).map(JsonNode.class::cast)),
                Tuple.of(2, doubles().map(NODES::numberNode)),
                Tuple.of(1, Arbitraries.of(true, false).map(NODES::booleanNode)),
                Tuple.of(1, Arbitraries.just(NODES.nullNode())));
    }

    private static Arbitrary<Double> doubles() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(Double::longBitsToDouble).filter(JacksonTrees::isNormal),
                Arbitraries.doubles().filter(JacksonTrees::isNormal),
                Arbitraries.of(
                        0.0,
                        -0.0,
                        1.0,
                        0.1,
                        1e10,
                        -1e-7,
                        1e21,
                        Double.MIN_NORMAL,
                        Double.MAX_VALUE));
    }

    /// libucl refuses subnormal numbers.
    private static boolean isNormal(double value) {
        return Double.isFinite(value) && (value == 0 || Math.abs(value) >= Double.MIN_NORMAL);
    }

    /// {@return strings and keys that look like something else to UCL, and any other}
    static Arbitrary<String> strings() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        " ",
                        "true",
                        "Yes",
                        "OFF",
                        "null",
                        "NULL",
                        "nan",
                        "inf",
                        "Infinity",
                        "1",
                        "-1",
                        "010",
                        "0x1f",
                        "1.5k",
                        "10s",
                        "5.",
                        ".5",
                        "1e3",
                        "a",
                        "word",
                        "two words",
                        " x",
                        "x ",
                        "a;b",
                        "a,b",
                        "a#b",
                        "a/*b",
                        "/* c */",
                        "# c",
                        "a=b",
                        "a:b",
                        "{",
                        "}",
                        "{}",
                        "[",
                        "]",
                        "[]",
                        "x{y}",
                        "\"",
                        "'",
                        "\\",
                        "\\n",
                        "\\\"",
                        "it's",
                        "$",
                        "$$",
                        "$NAME",
                        "$$NAME",
                        "${NAME}",
                        "$X $NAME",
                        "a$",
                        "$CURDIR",
                        "\n",
                        "a\nb",
                        "\r\n",
                        "\t",
                        "\u0000",
                        "\u0001",
                        "\u001f",
                        "\u007f",
                        "\u0085",
                        "é",
                        "ключ",
                        "😀",
                        "\ud83d",
                        "\ude00",
                        "\ude00\ud83d",
                        "\udcff",
                        "x\udce9y",
                        "\udcc3",
                        "\udce2\udc82$",
                        "\ufeff",
                        "\u2028",
                        "<<EOD",
                        "<<EOD\nx\nEOD\n",
                        ".include",
                        ".x",
                        "PF",
                        "VF-0",
                        "mac-addr",
                        "-",
                        "--",
                        "+1",
                        "02:00:00:00:00:01",
                        "/dev/iov/ix0",
                        "a.b",
                        "%x",
                        "@y",
                        "&",
                        "*",
                        "~",
                        "!"),
                Arbitraries.strings()
                        .withChars("ab1 .-_:/=;,#*$\\\"'{}[]()<>\n\té")
                        .ofMaxLength(10),
                Arbitraries.strings().all().ofMaxLength(6),
                Arbitraries.strings().ascii().ofMaxLength(12),
                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(9));
    }
}
