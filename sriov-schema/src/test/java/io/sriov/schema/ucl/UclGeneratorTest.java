package io.sriov.schema.ucl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.databind.json.JsonMapper;

class UclGeneratorTest {

    private static final UclMapper PRETTY = new UclMapper();
    private static final UclMapper COMPACT =
            UclMapper.builder().disable(UclWriteFeature.PRETTY).build();
    private static final UclMapper SPARING =
            UclMapper.builder().enable(UclWriteFeature.MINIMIZE_QUOTES).build();

    private static final String JSON =
            """
            {"PF": {"device": "ix0", "num_vfs": 2, "empty": {}},
             "list": [1, [2, 3], {"a": null, "b": []}, {}],
             "flag": true, "text": "a b"}
            """;

    private static String write(UclMapper mapper, String json) {
        return mapper.writeValueAsString(JsonMapper.shared().readTree(json));
    }

    private static String stream(UclMapper mapper, Consumer<JsonGenerator> writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = mapper.createGenerator(text)) {
            writing.accept(generator);
        }
        return text.toString();
    }

    private static String member(Consumer<JsonGenerator> value) {
        return stream(
                COMPACT,
                generator -> {
                    generator.writeStartObject().writeName("a");
                    value.accept(generator);
                    generator.writeEndObject();
                });
    }

    @Test
    void pretty() {
        assertThat(write(PRETTY, JSON))
                .isEqualTo(
                        """
                        PF {
                            device = "ix0";
                            num_vfs = 2;
                            empty {}
                        }
                        list = [
                            1,
                            [
                                2,
                                3
                            ],
                            {
                                a = null;
                                b = []
                            },
                            {}
                        ]
                        flag = true;
                        text = "a b";
                        """);
    }

    @Test
    void compact() {
        assertThat(write(COMPACT, JSON))
                .isEqualTo(
                        """
                        PF {device="ix0";num_vfs=2;empty {}}list=[1,[2,3],{a=null;b=[]},{}]flag=true;\
                        text="a b";\
                        """);
    }

    @Test
    void default_pretty_printer_asks_for_pretty() {
        assertThat(
                        COMPACT.writerWithDefaultPrettyPrinter()
                                .writeValueAsString(Map.of("a", List.of(1))))
                .isEqualTo("a = [\n    1\n]\n");
    }

    @Test
    void empty_documents() {
        assertThat(write(PRETTY, "{}")).isEqualTo("{}\n");
        assertThat(write(COMPACT, "{}")).isEqualTo("{}");
        assertThat(write(PRETTY, "[]")).isEqualTo("[]\n");
        assertThat(write(COMPACT, "[]")).isEqualTo("[]");
    }

    @Test
    void array_as_document() {
        assertThat(write(PRETTY, "[1, {\"a\": 2}]"))
                .isEqualTo(
                        """
                        [
                            1,
                            {
                                a = 2;
                            }
                        ]
                        """);
        assertThat(write(COMPACT, "[1, {\"a\": 2}]")).isEqualTo("[1,{a=2;}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"x\"", "true", "null", "1.5"})
    void scalar_is_no_document(String json) {
        assertThatThrownBy(() -> write(PRETTY, json))
                .isInstanceOf(StreamWriteException.class)
                .hasMessageContaining("a UCL document is an object or an array");
    }

    @Test
    void one_document_only() {
        assertThatThrownBy(() ->
                        stream(
                                PRETTY,
                                generator -> {
                                    generator.writeStartObject().writeEndObject();
                                    generator.writeStartObject();
                                }))
                .isInstanceOf(StreamWriteException.class)
                .hasMessageContaining("holds one document");
    }

    @Test
    void empty_key_is_refused() {
        assertThatThrownBy(() -> write(PRETTY, "{\"\": 1}"))
                .isInstanceOf(StreamWriteException.class)
                .hasMessageContaining("no empty keys");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PF|PF",
                "VF-0|VF-0",
                "mac-addr|mac-addr",
                "num_vfs|num_vfs",
                "true|true",
                "0a|\"0a\"",
                "-a|\"-a\"",
                "_a|\"_a\"",
                ".include|\".include\"",
                "a.b|\"a.b\"",
                "a b|\"a b\"",
                "é|\"é\"",
                "$a|\"$a\"",
                "a\"b|\"a\\\"b\"",
                "a\\b|\"a\\\\b\"",
            })
    void keys(String key, String written) {
        assertThat(COMPACT.writeValueAsString(Map.of(key, 1))).isEqualTo(written + "=1;");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "word|word",
                "/dev/iov|\"/dev/iov\"",
                "a/b.c:d|a/b.c:d",
                "ix0|ix0",
                "true|\"true\"",
                "Yes|\"Yes\"",
                "OFF|\"OFF\"",
                "null|\"null\"",
                "NULL|\"NULL\"",
                "nan|\"nan\"",
                "inf|\"inf\"",
                "12|\"12\"",
                "1k|\"1k\"",
                "02:00:00:00:00:01|\"02:00:00:00:00:01\"",
                "-1|\"-1\"",
                "a b|\"a b\"",
                "a;b|\"a;b\"",
                "a#b|\"a#b\"",
                "a/*b|\"a/*b\"",
                "a=b|\"a=b\"",
                "{}|\"{}\"",
                "<<EOD|\"<<EOD\"",
                "$HOME|\"\\u0024HOME\"",
                "é|\"é\"",
            })
    void strings_without_unneeded_quotes(String text, String written) {
        assertThat(SPARING.writeValueAsString(Map.of("a", text)))
                .isEqualTo("a = " + written + ";\n");
    }

    @Test
    void escapes() {
        assertThat(
                        member(generator ->
                                generator.writeString(
                                        "\n\r\t\b\f\"\\/\u0000\u001f\u007f$é😀\ud83d!")))
                .isEqualTo(
                        "a=\"\\n\\r\\t\\b\\f\\\"\\\\/\\u0000\\u001f\\u007f\\u0024é😀\\ud83d!\";");
    }

    @Test
    void bytes_that_are_no_utf8_are_written_as_they_are() {
        Map<String, String> members = Map.of("na\udcefve", "\udcff$\udce2\udc82é😀");
        assertThat(SPARING.writeValueAsString(members))
                .isEqualTo("\"na\udcefve\" = \"\udcff\\u0024\udce2\udc82é😀\";\n");
        assertThat(new String(SPARING.writeValueAsBytes(members), StandardCharsets.ISO_8859_1))
                .isEqualTo(
                        "\"na\u00efve\" = \"\u00ff\\u0024\u00e2\u0082"
                                + "\u00c3\u00a9\u00f0\u009f\u0098\u0080\";\n");
    }

    @Test
    void long_strings_pass_the_buffer() {
        String text = "0123456789é\n".repeat(10_000);
        assertThat(member(generator -> generator.writeString(text)))
                .isEqualTo("a=\"" + text.replace("\n", "\\n") + "\";");
    }

    @Test
    void every_way_to_write_a_string() {
        byte[] utf8 = "xéy".getBytes(StandardCharsets.UTF_8);
        assertThat(member(g -> g.writeString("xéy".toCharArray(), 1, 1))).isEqualTo("a=\"é\";");
        assertThat(member(g -> g.writeString(new StringReader("xéy"), 2))).isEqualTo("a=\"xé\";");
        assertThat(member(g -> g.writeString(new StringReader("xéy"), -1))).isEqualTo("a=\"xéy\";");
        assertThat(member(g -> g.writeUTF8String(utf8, 0, 3))).isEqualTo("a=\"xé\";");
        byte[] latin1 = "xéy".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(member(g -> g.writeUTF8String(latin1, 0, 3))).isEqualTo("a=\"x\udce9y\";");
        assertThat(member(g -> g.writeString((String) null))).isEqualTo("a=null;");
        assertThat(member(g -> g.writeRawValue("10s"))).isEqualTo("a=10s;");
        assertThatThrownBy(() -> member(g -> g.writeString(new StringReader("x"), 2)))
                .isInstanceOf(StreamWriteException.class);
    }

    @Test
    void binary_is_base64() {
        byte[] data = {1, 2, 3, (byte) 0xff};
        assertThat(member(g -> g.writeBinary(data))).isEqualTo("a=\"AQID/w==\";");
        assertThat(member(g -> g.writeBinary(new ByteArrayInputStream(data), 4)))
                .isEqualTo("a=\"AQID/w==\";");
        assertThat(member(g -> g.writeBinary(new ByteArrayInputStream(data), -1)))
                .isEqualTo("a=\"AQID/w==\";");
        assertThatThrownBy(() -> member(g -> g.writeBinary(new ByteArrayInputStream(data), 5)))
                .isInstanceOf(StreamWriteException.class);
    }

    @Test
    void numbers() {
        assertThat(member(g -> g.writeNumber((short) -1))).isEqualTo("a=-1;");
        assertThat(member(g -> g.writeNumber(Long.MIN_VALUE))).isEqualTo("a=-9223372036854775808;");
        assertThat(member(g -> g.writeNumber(0.1f))).isEqualTo("a=0.1;");
        assertThat(member(g -> g.writeNumber(1e300))).isEqualTo("a=1.0E300;");
        assertThat(member(g -> g.writeNumber(-0.0))).isEqualTo("a=-0.0;");
        assertThat(member(g -> g.writeNumber(new BigDecimal("1.50")))).isEqualTo("a=1.50;");
        assertThat(member(g -> g.writeNumber(new BigDecimal("5")))).isEqualTo("a=5;");
        assertThat(member(g -> g.writeNumber(new BigDecimal("12345678901234567890"))))
                .isEqualTo("a=12345678901234567890.0;");
        assertThat(member(g -> g.writeNumber("1e5"))).isEqualTo("a=1e5;");
        assertThat(member(g -> g.writeNumber((BigInteger) null))).isEqualTo("a=null;");
    }

    @Test
    void integers_of_64_bits() {
        BigInteger largest = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
        assertThat(member(g -> g.writeNumber(largest))).isEqualTo("a=18446744073709551615;");
        for (BigInteger tooLarge :
                List.of(
                        largest.add(BigInteger.ONE),
                        BigInteger.TWO.pow(63).negate().subtract(BigInteger.ONE))) {
            assertThatThrownBy(() -> member(g -> g.writeNumber(tooLarge)))
                    .isInstanceOf(StreamWriteException.class)
                    .hasMessageContaining("64 bits");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E400", "-1E400", "1E-400"})
    void decimals_beyond_a_double_are_refused(String number) {
        assertThatThrownBy(() -> member(g -> g.writeNumber(new BigDecimal(number))))
                .isInstanceOf(StreamWriteException.class)
                .hasMessageContaining("range of a double");
    }

    @Test
    void decimals_that_are_too_long_are_refused() {
        BigDecimal pi = new BigDecimal("3." + "1".repeat(124));
        assertThat(member(g -> g.writeNumber(pi))).isEqualTo("a=" + pi + ";");
        assertThatThrownBy(() -> member(g -> g.writeNumber(new BigDecimal(pi + "1"))))
                .isInstanceOf(StreamWriteException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1 ", "0x10", "+1", ".5", "5.", "1e", "1;b=2", "10s", "NaN"})
    void text_that_is_no_number_is_refused(String text) {
        assertThatThrownBy(() -> member(g -> g.writeNumber(text)))
                .isInstanceOf(StreamWriteException.class)
                .hasMessageContaining("is not a number");
    }

    @Test
    void numbers_that_are_not_finite() {
        assertThat(member(g -> g.writeNumber(Double.NaN))).isEqualTo("a=\"NaN\";");
        assertThat(member(g -> g.writeNumber(Float.NEGATIVE_INFINITY)))
                .isEqualTo("a=\"-Infinity\";");
        UclMapper words =
                UclMapper.builder().disable(UclWriteFeature.NON_FINITE_NUMBERS_AS_STRINGS).build();
        assertThat(words.writeValueAsString(List.of(Double.NaN, Float.POSITIVE_INFINITY)))
                .isEqualTo("[\n    nan,\n    inf\n]\n");
        assertThatThrownBy(() -> words.writeValueAsString(List.of(Double.NEGATIVE_INFINITY)))
                .isInstanceOf(StreamWriteException.class)
                .hasMessageContaining("NON_FINITE_NUMBERS_AS_STRINGS");
    }

    @Test
    void depth_is_limited() {
        UclMapper shallow =
                UclMapper.builder(
                                UclFactory.builder()
                                        .streamWriteConstraints(
                                                StreamWriteConstraints.builder()
                                                        .maxNestingDepth(3)
                                                        .build())
                                        .build())
                        .build();
        assertThat(write(shallow, "{\"a\":{\"b\":{}}}")).contains("b {}");
        assertThatThrownBy(() -> write(shallow, "{\"a\":{\"b\":[{}]}}"))
                .isInstanceOf(StreamConstraintsException.class);
    }

    @Test
    void duplicates_can_be_detected() {
        UclMapper strict =
                UclMapper.builder().enable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION).build();
        assertThatThrownBy(() ->
                        stream(
                                strict,
                                g ->
                                        g.writeStartObject()
                                                .writeNumberProperty("a", 1)
                                                .writeNumberProperty("a", 2)))
                .isInstanceOf(StreamWriteException.class)
                .hasMessageContaining("Duplicate");
    }

    @Test
    void misuse_is_reported() {
        List<Consumer<JsonGenerator>> misuses =
                List.of(
                        g -> g.writeName("a"),
                        g -> g.writeEndObject(),
                        g -> g.writeEndArray(),
                        g -> g.writeStartObject().writeNumber(1),
                        g -> g.writeStartObject().writeName("a").writeName("b"),
                        g -> g.writeStartObject().writeName("a").writeEndObject(),
                        g -> g.writeStartObject().writeEndArray(),
                        g -> g.writeStartArray().writeEndObject(),
                        g -> g.writeStartArray().writeName("a"));
        for (Consumer<JsonGenerator> misuse : misuses) {
            JsonGenerator generator = PRETTY.createGenerator(new StringWriter());
            assertThatThrownBy(() -> misuse.accept(generator))
                    .isInstanceOf(StreamWriteException.class)
                    .hasMessageMatching("(?s)Cannot .*");
        }
    }

    @Test
    void closing_ends_what_is_open() {
        assertThat(stream(COMPACT, g -> g.writeStartObject().writeName("a").writeStartArray()))
                .isEqualTo("a=[]");
        assertThat(stream(COMPACT, g -> g.writeStartObject().writeName("a"))).isEqualTo("a=null;");
    }

    @Test
    void records_and_maps() {
        record Vf(String mac, boolean trust) {}
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("VF-0", new Vf("02:00:00:00:00:01", true));
        assertThat(PRETTY.writeValueAsString(config))
                .isEqualTo(
                        """
                        VF-0 {
                            mac = "02:00:00:00:00:01";
                            trust = true;
                        }
                        """);
    }
}
