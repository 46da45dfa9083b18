package io.sriov.schema.ucl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadCapability;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.InputCoercionException;

/// What the parser makes of each part of the grammar. The expectations are libucl's own answers;
/// the comparison over a whole corpus is in a test of its own.
class UclParserTest {

    private static final UclFactory FACTORY = new UclFactory();

    private static UclStreamReadException failure(String text) {
        return failure(FACTORY, text);
    }

    private static UclStreamReadException failure(UclFactory factory, String text) {
        try {
            UclTokens.of(factory, text);
        } catch (UclStreamReadException e) {
            return e;
        }
        throw new AssertionError("accepted: " + text);
    }

    private static UclParser at(UclFactory factory, String text, JsonToken wanted) {
        UclParser parser = UclTokens.parser(factory, text);
        while (parser.nextToken() != wanted) {
            assertThat(parser.currentToken()).isNotNull();
        }
        return parser;
    }

    @Nested
    class Grammar {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a = 1; b = x",
                    "a: 1, b: x",
                    "a 1\nb x\n",
                    "{a=1;b=x}",
                    "{\"a\": 1, \"b\": \"x\"}",
                    "a=1;;,;b='x';",
                    "# c\na = 1 # d\n/* e /* f */ g */ b = x",
                    "a /* c */ = /* d */ 1\nb\t:\tx\t"
                })
        void separatorsTerminatorsAndCommentsDoNotMatter(String text) {
            assertThat(UclTokens.of(text)).isEqualTo("{ a: 1 b: \"x\" }");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "s { x = 1 }                | { s: { x: 1 } }",
                    "s n { x = 1 }              | { s: { n: { x: 1 } } }",
                    "s n m { x = 1 } t = 2      | { s: { n: { m: { x: 1 } } } t: 2 }",
                    "s \"n\" [1, 2]             | { s: { n: [ 1 2 ] } }",
                    "a b: c [1]                 | { a: { b: { c: [ 1 ] } } }",
                    "[1, [2], {x=3},]           | [ 1 [ 2 ] { x: 3 } ]",
                    "a = [ ]                    | { a: [ ] }",
                    "a { }                      | { a: { } }",
                    "{a=1} anything at all      | { a: 1 }",
                    "a = x{y}z, b = u[v]w       | { a: \"x{y}z\" b: \"u[v]w\" }"
                })
        void containers(String text, String tokens) {
            assertThat(UclTokens.of(text)).isEqualTo(tokens);
        }

        @Test
        void emptyTextIsAnEmptyObject() {
            assertThat(UclTokens.of("")).isEqualTo("{ }");
            assertThat(UclTokens.of(" \n# nothing\n")).isEqualTo("{ }");
        }

        @Test
        void repeatedKeysMakeAnArray() {
            assertThat(UclTokens.of("a=1; b=2; a=[3]; a={c=4}"))
                    .isEqualTo("{ a: [ 1 [ 3 ] { c: 4 } ] b: 2 }");
        }

        @Test
        void keysAreCaseSensitive() {
            assertThat(UclTokens.of("a=1; A=2")).isEqualTo("{ a: 1 A: 2 }");
        }

        @Test
        void manyKeysKeepTheirOrderAndFindTheirRepetitions() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 1000; i++) {
                text.append("k").append(i % 900).append(" = ").append(i).append('\n');
            }
            String tokens = UclTokens.of(text.toString());
            assertThat(tokens).startsWith("{ k0: [ 0 900 ] k1: [ 1 901 ]");
            assertThat(tokens).endsWith("k898: 898 k899: 899 }");
        }

        @Test
        void aKeyWithoutValueIsNull() {
            assertThat(UclTokens.of("a =\n")).isEqualTo("{ a: null }");
        }

        @Test
        void theOdditiesOfLibuclAreKept() {
            assertThat(UclTokens.of("[ /* c */ 5 ]")).isEqualTo("[ \" 5\" ]");
            assertThat(UclTokens.of("a = 5 /* c */")).isEqualTo("{ a: \"5\" }");
            assertThat(UclTokens.of("a = 5 # c")).isEqualTo("{ a: 5 }");
            assertThat(failure("/***/ a = 1")).hasMessageContaining("not closed with '*/'");
            assertThat(failure("# c\n\n{a=1}")).hasMessageContaining("cannot begin with '{'");
            assertThat(UclTokens.of("# c\n{a=1}")).isEqualTo("{ a: 1 }");
            assertThat(UclTokens.of(".foo")).isEqualTo("{ }");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "PF{a=1}        | 1:3  | '{' cannot follow the key 'PF' directly",
                    "a = 1 }        | 1:7  | '}' closes nothing",
                    "a { b = 1      | 1:10 | the object opened at line 1, column 3 is not closed",
                    "a = [1         | 1:7  | the array opened at line 1, column 5 is not closed",
                    "a = [1}        | 1:7  | '}' cannot close the array opened at line 1, column 5",
                    "a = ;          | 1:5  | a value is missing before ';'",
                    "a == 1         | 1:4  | unexpected '='",
                    "a = \"x\"y     | 1:8  | is missing between a value and 'y'",
                    "a = \"x        | 1:7  | the string opened at line 1, column 5 is not closed",
                    "a = \"\\u12x\" | 1:10 | four hexadecimal digits",
                    "a = 'x         | 1:7  | is not closed with '",
                    "a              | 1:2  | the text ends in a key",
                    "\"\" = 1       | 1:1  | a key cannot be empty",
                    "!a = 1         | 1:1  | a key cannot begin with '!'",
                    ".foo bar       | 1:1  | there is no macro '.foo'",
                    "a = 1e999      | 1:5  | the number 1e999 is out of range",
                    "a b = [1]      | 1:7  | a key cannot begin with '['"
                })
        void errorsSayWhatAndWhere(String text, String place, String message) {
            UclStreamReadException error = failure(text);
            assertThat(error).hasMessageContaining(message);
            assertThat(UclTokens.place(error.getLocation())).isEqualTo(place);
        }
    }

    @Nested
    class Strings {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "a = two words          | two words",
                    "a = 02:00:00:00:00:01  | 02:00:00:00:00:01",
                    "a = \"x\\ty\\u0041\"   | `x\tyA`",
                    "a = \"\\ud83d\\ude00\" | 😀",
                    "a = \"\\q\"            | q",
                    "a = C:\\temp           | `C:\temp`",
                    "a = \\u0041b           | Ab",
                    "a = 'x\\ty'            | x\\ty",
                    "a = 'it\\'s'           | it's",
                    "a = '$CURDIR'          | $CURDIR",
                    "a = \"yes\"            | yes",
                    "a = -                  | -",
                    "a = Null               | Null",
                    "a = .5                 | .5",
                    "a = +5                 | +5",
                    "a = 0x                 | 0x",
                    "a = 1x                 | 1x",
                    "a = 5k ;               | 5k",
                    "a = 1_000              | 1_000"
                })
        void values(String text, String value) {
            assertThat(at(FACTORY, text, JsonToken.VALUE_STRING).getString()).isEqualTo(value);
        }

        @Test
        void heredoc() {
            assertThat(UclTokens.of("a = <<EOD\nx\n  EOD\ny\nEOD\nb = 1"))
                    .isEqualTo("{ a: \"x\n  EOD\ny\" b: 1 }");
            assertThat(UclTokens.of("a = <<EOD\n\nEOD;b=1")).isEqualTo("{ a: \"\" b: 1 }");
            assertThat(failure("a = <<EOD\nx\nEOD"))
                    .hasMessageContaining("is not closed with a line 'EOD'");
            assertThat(failure("a = <<EOD\nEOD\n")).isNotNull();
        }

        @Test
        void aTerminatorMayEndARunOfItsOwnCharacter() {
            assertThat(UclTokens.of("a = <<AA\nx\nAAAA\nb = 1")).isEqualTo("{ a: \"x\nA\" b: 1 }");
        }

        @Test
        void style() {
            UclParser parser =
                    UclTokens.parser(FACTORY, "a = x; \"b\" = \"x\"; c = 'x'; d = <<E\nx\nE\n");
            List<UclStringStyle> styles = new ArrayList<>();
            while (parser.nextToken() != null) {
                parser.stringStyle().ifPresent(styles::add);
            }
            assertThat(styles)
                    .containsExactly(
                            UclStringStyle.BARE,
                            UclStringStyle.BARE,
                            UclStringStyle.QUOTED,
                            UclStringStyle.QUOTED,
                            UclStringStyle.BARE,
                            UclStringStyle.SINGLE_QUOTED,
                            UclStringStyle.BARE,
                            UclStringStyle.HEREDOC);
        }

        @Test
        void characterAccess() {
            UclParser parser = at(FACTORY, "a = text", JsonToken.VALUE_STRING);
            StringWriter writer = new StringWriter();
            assertThat(parser.getString(writer)).isEqualTo(4);
            assertThat(writer).hasToString("text");
            assertThat(parser.getStringCharacters()).containsExactly('t', 'e', 'x', 't');
            assertThat(parser.getStringLength()).isEqualTo(4);
            assertThat(parser.getStringOffset()).isZero();
            assertThat(parser.getBinaryValue()).containsExactly(0xb5, 0xec, 0x6d);
        }
    }

    @Nested
    class Numbers {

        @ParameterizedTest
        @CsvSource({
            "0, 0",
            "010, 10",
            "-5, -5",
            "0x1F, 31",
            "-0x10, -16",
            "0x1g, 1000000000",
            "4k, 4000",
            "4K, 4000",
            "4m, 4000000",
            "4g, 4000000000",
            "4kb, 4096",
            "4mb, 4194304",
            "4GB, 4294967296",
            "1.9kb, 1024",
            "9223372036854775807, 9223372036854775807",
            "-9223372036854775808, -9223372036854775808"
        })
        void integers(String text, long value) {
            UclParser parser = at(FACTORY, "a = " + text, JsonToken.VALUE_NUMBER_INT);
            assertThat(parser.getLongValue()).isEqualTo(value);
            assertThat(parser.getString()).isEqualTo(text);
            assertThat(parser.getDecimalValue()).isEqualByComparingTo(BigDecimal.valueOf(value));
            assertThat(parser.getNumberType())
                    .isEqualTo(value == (int) value ? NumberType.INT : NumberType.LONG);
        }

        @ParameterizedTest
        @CsvSource({
            "3.9, 3.9, 3.9",
            "5., 5, 5",
            "1e3, 1000, 1000",
            "-1.5E-1, -0.15, -0.15",
            "1.5k, 1500, 1500",
            "0.1k, 100, 100",
            "10s, 10, 10",
            "500ms, 0.5, 0.5",
            "2min, 120, 120",
            "1h, 3600, 3600",
            "1d, 86400, 86400",
            "1w, 604800, 604800",
            "1y, 31536000, 31536000",
            "2ks, 2000, 2000",
            "0e99999999999, 0, 0",
            "1e-310, 1e-310, 1e-310"
        })
        void fractionsAndTimes(String text, double value, BigDecimal exact) {
            UclParser parser = at(FACTORY, "a = " + text, JsonToken.VALUE_NUMBER_FLOAT);
            assertThat(parser.getDoubleValue()).isEqualTo(value);
            assertThat(parser.getDecimalValue()).isEqualByComparingTo(exact);
            assertThat(parser.getString()).isEqualTo(text);
            assertThat(parser.getNumberType()).isEqualTo(NumberType.DOUBLE);
        }

        @Test
        void exactIsNotWhatTheDoubleHolds() {
            UclParser parser =
                    at(FACTORY, "a = 0.1000000000000000055", JsonToken.VALUE_NUMBER_FLOAT);
            assertThat(parser.getDoubleValue()).isEqualTo(0.1);
            assertThat(parser.getDecimalValue())
                    .isEqualByComparingTo(new BigDecimal("0.1000000000000000055"));
        }

        @Test
        void notANumberAndInfinity() {
            UclParser nan = at(FACTORY, "a = nan", JsonToken.VALUE_NUMBER_FLOAT);
            assertThat(nan.isNaN()).isTrue();
            assertThat(nan.getDoubleValue()).isNaN();
            assertThatThrownBy(nan::getDecimalValue).isInstanceOf(InputCoercionException.class);
            UclParser inf = at(FACTORY, "a = inf", JsonToken.VALUE_NUMBER_FLOAT);
            assertThat(inf.getDoubleValue()).isInfinite();
            assertThat(UclTokens.of("a = -inf; b = NaN")).isEqualTo("{ a: \"-inf\" b: \"NaN\" }");
        }

        @Test
        void coercionsAreCheckedForRange() {
            UclParser large = at(FACTORY, "a = 3000000000", JsonToken.VALUE_NUMBER_INT);
            assertThatThrownBy(large::getIntValue).isInstanceOf(InputCoercionException.class);
            UclParser huge = at(FACTORY, "a = 1e30", JsonToken.VALUE_NUMBER_FLOAT);
            assertThatThrownBy(huge::getLongValue).isInstanceOf(InputCoercionException.class);
            assertThat(huge.getBigIntegerValue()).isEqualTo(BigInteger.TEN.pow(30));
            UclParser word = at(FACTORY, "a = x", JsonToken.VALUE_STRING);
            assertThatThrownBy(word::getIntValue)
                    .isInstanceOf(InputCoercionException.class)
                    .hasMessageContaining("'x' is not a number");
        }

        @ParameterizedTest
        @ValueSource(strings = {"9223372036854775808", "-9223372036854775809", "1e999", "1e-999"})
        void outOfRange(String text) {
            assertThat(failure("a = " + text)).hasMessageContaining("out of range");
        }

        @Test
        void productsWrapAroundAsInC() {
            assertThat(
                            at(FACTORY, "a = 9223372036854775807k", JsonToken.VALUE_NUMBER_INT)
                                    .getLongValue())
                    .isEqualTo(-1000); // (2^63 - 1) * 1000 modulo 2^64
        }
    }

    @Nested
    class Features {

        @Test
        void repetitionsAsProperties() {
            UclFactory factory =
                    UclFactory.builder().disable(UclReadFeature.IMPLICIT_ARRAYS).build();
            assertThat(UclTokens.located(factory, "a=1\nb=2\na=3\na={c=4;c=5}"))
                    .containsExactly(
                            "1:1 {", "1:1 a:", "1:3 1", "2:1 b:", "2:3 2", "3:1 a:", "3:3 3",
                            "4:1 a:", "4:3 {", "4:4 c:", "4:6 4", "4:8 c:", "4:10 5", "4:11 }",
                            "4:12 }");
            assertThat(UclTokens.parser(factory, "").streamReadCapabilities())
                    .matches(set -> set.isEnabled(StreamReadCapability.DUPLICATE_PROPERTIES));
            UclFactory strict =
                    factory.rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
            assertThat(failure(strict, "a=1\na=2"))
                    .hasMessageContaining("the key 'a' is repeated")
                    .matches(e -> UclTokens.place(e.getLocation()).equals("2:1"));
        }

        @Test
        void unsignedIntegers() {
            UclFactory factory =
                    UclFactory.builder().enable(UclReadFeature.UNSIGNED_INTEGERS).build();
            UclParser parser = at(factory, "a = 18446744073709551615", JsonToken.VALUE_NUMBER_INT);
            assertThat(parser.getNumberType()).isEqualTo(NumberType.BIG_INTEGER);
            assertThat(parser.getNumberValue())
                    .isEqualTo(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
            assertThat(parser.getDoubleValue()).isEqualTo(0x1p64);
            assertThatThrownBy(parser::getLongValue).isInstanceOf(InputCoercionException.class);
            assertThat(
                            at(factory, "a = 18446744073709551k", JsonToken.VALUE_NUMBER_INT)
                                    .getBigIntegerValue())
                    .isEqualTo(new BigInteger("18446744073709551000"));
            for (String text :
                    List.of(
                            "18446744073709551616",
                            "18446744073709552k",
                            "9223372036854775808kb",
                            "-9223372036854775807k",
                            "-9223372036854775809")) {
                assertThat(failure(factory, "a = " + text)).hasMessageContaining("out of range");
            }
        }

        @Test
        void variables() {
            UclFactory factory =
                    UclFactory.builder().variable("NAME", "n").variable("N", "m").build();
            assertThat(UclTokens.of(factory, "a = $NAME-${N}-$Nx; b = \"$$N\"; c = $$; d = ${X}$"))
                    .isEqualTo("{ a: \"n-m-mx\" b: \"$$N\" c: \"$$\" d: \"${X}$\" }");
            assertThat(UclTokens.of(factory, "a = \"$$ $N\"")).isEqualTo("{ a: \"$ m\" }");
            UclFactory off = factory.rebuild().disable(UclReadFeature.VARIABLES).build();
            assertThat(UclTokens.of(off, "a = $N")).isEqualTo("{ a: \"$N\" }");
            assertThat(UclTokens.of("a = $FILENAME; b = $PID"))
                    .isEqualTo("{ a: \"undef\" b: \"$PID\" }");
        }

        @Test
        void byteOrderMark() {
            assertThat(UclTokens.of("\uFEFFa = 1")).isEqualTo("{ \uFEFFa: 1 }");
            UclFactory factory =
                    UclFactory.builder().enable(UclReadFeature.SKIP_BYTE_ORDER_MARK).build();
            assertThat(UclTokens.located(factory, "\uFEFFa = 1"))
                    .containsExactly("1:2 {", "1:2 a:", "1:6 1", "1:7 }");
            assertThat(UclTokens.of(factory, "\uFEFF")).isEqualTo("{ }");
            assertThat(UclTokens.of(factory, "a = \uFEFF1")).isEqualTo("{ a: \"\uFEFF1\" }");
        }

        @Test
        void defaultsAndMasks() {
            UclFactory factory = new UclFactory();
            for (UclReadFeature feature : UclReadFeature.values()) {
                assertThat(factory.isEnabled(feature)).isEqualTo(feature.enabledByDefault());
                UclFactory changed =
                        factory.rebuild().configure(feature, !feature.enabledByDefault()).build();
                assertThat(changed.isEnabled(feature)).isNotEqualTo(feature.enabledByDefault());
            }
        }
    }

    @Nested
    class Macros {

        @Test
        void prioritiesDecideBetweenRepetitions() {
            assertThat(UclTokens.of("a=1; .priority 5\n a=2; .priority 1\n a=3; b=4"))
                    .isEqualTo("{ a: 2 b: 4 }");
            assertThat(UclTokens.of(".priority(priority = 3) ;a=1")).isEqualTo("{ a: 1 }");
            assertThat(failure(".priority x\n")).hasMessageContaining("'x' is not a priority");
            assertThat(failure(".priority ;a=1")).hasMessageContaining("a priority is missing");
        }

        @Test
        void inherit() {
            assertThat(
                            UclTokens.of(
                                    """
                                    t { x = 1; y = 2; y = 3; z { u = 4 } }
                                    a { x = 5; .inherit "t"; z = 6 }
                                    b { x = 5; .inherit(replace=true) "t"
                                    }
                                    """))
                    .isEqualTo(
                            "{ t: { x: 1 y: [ 2 3 ] z: { u: 4 } }"
                                    + " a: { x: 5 y: [ 2 3 ] z: 6 }"
                                    + " b: { x: [ 5 1 ] y: [ 2 3 ] z: { u: 4 } } }");
            assertThat(failure("a { .inherit nothing\n}"))
                    .hasMessageContaining("no object 'nothing'");
        }

        @Test
        void includesAreOffAndSayHowToTurnThemOn() {
            for (String macro : List.of("include", "try_include", "includes", "load")) {
                assertThat(failure("a = 1\n." + macro + "(key=x) \"/etc/passwd\"\n"))
                        .hasMessageContaining("UclReadFeature.INCLUDES")
                        .hasMessageContaining("includeRoot")
                        .matches(e -> UclTokens.place(e.getLocation()).equals("2:1"));
            }
        }
    }

    @Nested
    class Inputs {

        @Test
        void everyKindOfInputReadsTheSame() {
            String text = "ключ = \"é😀\"; b = [1, 2]";
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            char[] chars = text.toCharArray();
            ObjectReadContext context = ObjectReadContext.empty();
            List<JsonParser> parsers =
                    List.of(
                            FACTORY.createParser(context, text),
                            FACTORY.createParser(context, utf8),
                            FACTORY.createParser(context, chars),
                            FACTORY.createParser(
                                    context, ("xx" + text).toCharArray(), 2, chars.length),
                            FACTORY.createParser(context, new StringReader(text)),
                            FACTORY.createParser(context, new ByteArrayInputStream(utf8)));
            for (JsonParser parser : parsers) {
                StringBuilder tokens = new StringBuilder();
                while (parser.nextToken() != null) {
                    tokens.append(parser.getString()).append(' ');
                }
                assertThat(tokens).hasToString("{ ключ é😀 b [ 1 2 ] } ");
            }
        }

        @Test
        void bytesThatAreNotUtf8AreLoneSurrogates() {
            byte[] bytes = {'\n', 'b', (byte) 0xe9, '=', (byte) 0xc3, '\n', 'c', '=', '1'};
            JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes);
            parser.nextToken();
            assertThat(parser.nextName()).isEqualTo("b\udce9");
            assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
            assertThat(UclTokens.place(parser.currentTokenLocation())).isEqualTo("2:4");
            assertThat(parser.getString()).isEqualTo("\udcc3");
            assertThat(parser.nextName()).isEqualTo("c");
        }

        @Test
        void messagesNameTheByteThatIsNoCharacter() {
            byte[] bytes = {'a', '=', '"', '\\', 'u', '1', (byte) 0xe9, '"'};
            JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes);
            assertThatThrownBy(parser::nextToken).hasMessageContaining("not by byte 0xe9");
            assertThatThrownBy(() ->
                            FACTORY.createParser(ObjectReadContext.empty(), "a=\"\\u1😀\"")
                                    .nextToken())
                    .hasMessageContaining("not by '😀'");
        }

        @Test
        void escapesOfLoneSurrogatesAreThreeBytesOrOne() {
            String text = "a = \"\\udce9\\ud83d\\ude00\"";
            UclFactory bytes = UclFactory.builder().enable(UclReadFeature.BYTE_ESCAPES).build();
            assertThat(value(FACTORY, text)).isEqualTo("\udced\udcb3\udca9😀");
            assertThat(value(bytes, text)).isEqualTo("\udce9😀");
            assertThat(value(bytes, "a = \"\\udcc3\\udca9\"")).isEqualTo("é");
            assertThat(value(bytes, "a = \"\\udc00\"")).isEqualTo("\udced\udcb0\udc80");
        }

        private static String value(UclFactory factory, String text) {
            JsonParser parser = factory.createParser(ObjectReadContext.empty(), text);
            parser.nextToken();
            parser.nextName();
            parser.nextToken();
            return parser.getString();
        }

        @Test
        void skippingAndClosing() {
            UclParser parser = UclTokens.parser(FACTORY, "a { b = [1, {c=2}] } d = 3");
            parser.nextToken();
            parser.nextToken();
            parser.nextToken();
            parser.skipChildren();
            assertThat(parser.currentToken()).isEqualTo(JsonToken.END_OBJECT);
            assertThat(parser.nextName()).isEqualTo("d");
            assertThat(parser.streamReadContext().pathAsPointer()).hasToString("/d");
            parser.close();
            assertThat(parser.isClosed()).isTrue();
            assertThat(parser.version()).isEqualTo(PackageVersion.VERSION);
        }

        @Test
        void implicitArraysAreMarked() {
            UclParser parser = UclTokens.parser(FACTORY, "a=1; a=2; b=[1]; c=[1]; c=[2]");
            StringBuilder marks = new StringBuilder();
            for (JsonToken token; (token = parser.nextToken()) != null; ) {
                if (token == JsonToken.START_ARRAY || token == JsonToken.END_ARRAY) {
                    marks.append(parser.isImplicitArray() ? 'i' : 'e');
                }
            }
            assertThat(marks).hasToString("iieeieeeei");
        }
    }
}
