package io.sriov.schema.ucl;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

/// What holds for every text.
class UclParserProperties {

    private static final UclFactory FACTORY = new UclFactory();
    private static final UclFactory ALL_ELSE =
            UclFactory.builder()
                    .disable(UclReadFeature.IMPLICIT_ARRAYS)
                    .disable(UclReadFeature.VARIABLES)
                    .enable(UclReadFeature.UNSIGNED_INTEGERS)
                    .enable(UclReadFeature.SKIP_BYTE_ORDER_MARK)
                    .build();

    @Property(tries = 2000)
    void anyTextIsReadOrRefusedAtAPlaceInIt(@ForAll("texts") String text) {
        readOrRefuse(FACTORY, text);
        readOrRefuse(ALL_ELSE, text);
    }

    @Property(tries = 500)
    void anyStringIsReadOrRefusedAtAPlaceInIt(@ForAll String text) {
        readOrRefuse(FACTORY, text);
        readOrRefuse(ALL_ELSE, text);
    }

    private static void readOrRefuse(UclFactory factory, String text) {
        int depth = 0;
        try (UclParser parser = UclTokens.parser(factory, text)) {
            for (JsonToken token; (token = parser.nextToken()) != null; ) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                assertInside(text, parser.currentTokenLocation());
                assertInside(text, parser.currentLocation());
                assertThat(parser.getString()).isNotNull();
                if (token == JsonToken.VALUE_NUMBER_FLOAT
                        && Math.abs(parser.getDoubleValue()) >= Double.MIN_NORMAL
                        && !parser.isNaN()) {
                    assertThat(parser.getDecimalValue().doubleValue())
                            .isCloseTo(
                                    parser.getDoubleValue(),
                                    org.assertj.core.data.Percentage.withPercentage(1e-9));
                }
            }
            assertThat(depth).isZero();
        } catch (UclStreamReadException | StreamConstraintsException e) {
            assertInside(text, e.getLocation());
            assertThat(e.getOriginalMessage()).isNotBlank();
        }
    }

    private static void assertInside(String text, TokenStreamLocation location) {
        int offset = (int) location.getCharOffset();
        assertThat(offset).isBetween(0, text.length());
        String before = text.substring(0, offset);
        assertThat(location.getLineNr())
                .isEqualTo(1 + (int) before.chars().filter(c -> c == '\n').count());
        assertThat(location.getColumnNr()).isEqualTo(offset - before.lastIndexOf('\n'));
    }

    @Property(tries = 300)
    void aFlippedCharacterOfAValidTextIsReadOrRefusedAtAPlaceInIt(
            @ForAll("positions") int position, @ForAll char replacement) {
        String text =
                """
                PF { device : "ix0"; num_vfs = 4 } # comment
                DEFAULT { passthrough = true }
                VF-0 { mac-addr = 02:00:00:00:00:01; vlan = 10s }
                text = <<EOD
                more
                EOD
                """;
        int at = position % text.length();
        readOrRefuse(FACTORY, text.substring(0, at) + replacement + text.substring(at + 1));
        readOrRefuse(FACTORY, text.substring(0, at));
        readOrRefuse(FACTORY, text.substring(at));
    }

    @Property(tries = 100)
    void aStringInQuotesIsItself(@ForAll String value) {
        StringBuilder quoted = new StringBuilder();
        value.chars().forEach(c -> quoted.append(String.format("\\u%04x", c)));
        try (JsonParser parser = UclTokens.parser(FACTORY, "a = \"" + quoted + "\"")) {
            while (parser.nextToken() != JsonToken.VALUE_STRING) {
                assertThat(parser.currentToken()).isNotNull();
            }
            assertThat(parser.getString()).isEqualTo(value);
        }
    }

    @Property(tries = 500)
    void everyLongIsItself(@ForAll long value) {
        UclParser parser = UclTokens.parser(FACTORY, "a = " + value);
        parser.nextToken();
        parser.nextToken();
        assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_NUMBER_INT);
        assertThat(parser.getLongValue()).isEqualTo(value);
    }

    /// Each of these makes a careless parser look at the same characters again and again.
    @Property(tries = 1, generation = net.jqwik.api.GenerationMode.RANDOMIZED)
    void oneMegabyteOfTroubleIsReadOrRefused() {
        int n = 1 << 20;
        String[] texts = {
            "[".repeat(n),
            "{".repeat(n),
            "a ".repeat(n / 2) + "{",
            "a ".repeat(n / 2) + "=",
            "/*".repeat(n / 2),
            "/*\"".repeat(n / 3),
            "#".repeat(n),
            "#\n".repeat(n / 2),
            "a=1;".repeat(n / 4),
            "a=\"${${${${" + "${".repeat(n / 2) + "}$CURDIR\"",
            "a=\"" + "$$".repeat(n / 2) + "\"",
            "a=\"" + "\\\\".repeat(n / 2) + "\"",
            "a=<<" + "A".repeat(n / 4) + "\n" + "x\n" + "A".repeat(n / 2) + "x",
            "a=<<AB\n" + "AB".repeat(n / 2),
            "a=<<\n" + "\n".repeat(n),
            "a=<<E\n" + "\nE ".repeat(n / 3),
            "a=" + "{".repeat(n),
            "a=" + "1".repeat(n),
            "a=" + "5 ".repeat(n / 2),
            "[" + "5 \t".repeat(n / 3) + "x",
            "a=5" + " ".repeat(n) + "x",
            ".priority(" + "(".repeat(n),
            ".priority(a=1) 5\n".repeat(n / 17),
            "\"" + "a".repeat(n),
            "a {b=1;".repeat(n / 7),
            distinctKeys(n / 8, "=1\n"),
            distinctKeys(n / 16, "{x=1}").replace("{", " {"),
        };
        for (String text : texts) {
            try (JsonParser parser = UclTokens.parser(FACTORY, text)) {
                while (parser.nextToken() != null) {
                    parser.currentTokenLocation();
                }
            } catch (JacksonException e) {
                assertThat(e.getLocation()).isNotNull();
            }
        }
    }

    private static String distinctKeys(int count, String rest) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append('k').append(i).append(rest);
        }
        return text.toString();
    }

    @Provide
    Arbitrary<Integer> positions() {
        return Arbitraries.integers().greaterOrEqual(0);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> piece =
                Arbitraries.frequencyOf(
                        Tuple.of(
                                3,
                                Arbitraries.of(
                                        "a", "b", "key", " ", "\n", "\t", "=", ":", ";", ",", "{",
                                        "}", "[", "]", "(", ")", "\"", "'", "\\", "/", "*", "#",
                                        "$", "${", "-", ".", "0", "5")),
                        Tuple.of(
                                2,
                                Arbitraries.of(
                                        "a = 1\n",
                                        "s n {\n",
                                        "}\n",
                                        "[1, ",
                                        "/* c */",
                                        "# c\n",
                                        "<<EOD\n",
                                        "\nEOD\n",
                                        "\"text\"",
                                        "'text'",
                                        "5k",
                                        "10s",
                                        "0x1f",
                                        "1e5",
                                        "3.9",
                                        "2mb",
                                        "99999999999999999999",
                                        "true",
                                        "off",
                                        "null",
                                        "nan",
                                        "$CURDIR",
                                        "\\u0041",
                                        "\\ud83d",
                                        ".priority 3\n",
                                        ".priority(priority=2) ;",
                                        ".inherit \"a\"\n",
                                        ".include \"x\"\n",
                                        "\uFEFF",
                                        "\u0000",
                                        "\r\n",
                                        "é",
                                        "😀")));
        return piece.list().ofMaxSize(14).map(pieces -> String.join("", pieces));
    }
}
