package io.sriov.schema.ucl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.StringReader;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;

/// The limits of every Jackson parser, which this one keeps itself.
class UclLimitsTest {

    private static UclFactory limited(Consumer<StreamReadConstraints.Builder> limits) {
        StreamReadConstraints.Builder builder = StreamReadConstraints.builder();
        limits.accept(builder);
        return UclFactory.builder().streamReadConstraints(builder.build()).build();
    }

    private static void assertTooMuch(UclFactory factory, String text, String place) {
        assertThatThrownBy(() -> UclTokens.of(factory, text))
                .isInstanceOfSatisfying(
                        StreamConstraintsException.class,
                        e -> assertThat(UclTokens.place(e.getLocation())).isEqualTo(place));
    }

    @Test
    void nestingDepth() {
        UclFactory factory = limited(limits -> limits.maxNestingDepth(3));
        assertThat(UclTokens.of(factory, "a { b { c = 1 } }")).isNotEmpty();
        assertThat(UclTokens.of(factory, "a b { c = 1 }")).isNotEmpty();
        assertTooMuch(factory, "a { b {\n c { } } }", "2:4");
        assertTooMuch(factory, "a b c { }", "1:7");
        assertTooMuch(factory, "[[[[", "1:4");
        // The array of a repeated key is a level of its own.
        assertThatThrownBy(() -> UclTokens.of(factory, "a { b { c = 1; c = 2 } }"))
                .isInstanceOf(StreamConstraintsException.class);
    }

    @Test
    void nestingByDefault() {
        int depth = StreamReadConstraints.defaults().getMaxNestingDepth();
        assertThat(UclTokens.of("[".repeat(depth) + "]".repeat(depth))).isNotEmpty();
        assertThatThrownBy(() -> UclTokens.of("[".repeat(1_000_000)))
                .isInstanceOf(StreamConstraintsException.class);
        assertThatThrownBy(() -> UclTokens.of("a ".repeat(1_000_000) + "{}"))
                .isInstanceOf(StreamConstraintsException.class);
    }

    @Test
    void depthCostsNoStack() {
        UclFactory factory = limited(limits -> limits.maxNestingDepth(1_000_000));
        int depth = 500_000;
        try (JsonParser parser = UclTokens.parser(factory, "[".repeat(depth) + "]".repeat(depth))) {
            int tokens = 0;
            while (parser.nextToken() != null) {
                tokens++;
            }
            assertThat(tokens).isEqualTo(2 * depth);
        }
    }

    @Test
    void lengths() {
        UclFactory names = limited(limits -> limits.maxNameLength(4));
        assertThat(UclTokens.of(names, "abcd = 1; \"efgh\" = 2")).isNotEmpty();
        assertTooMuch(names, "abcde = 1", "1:6");
        assertTooMuch(names, "\"abcde\" = 1", "1:8");
        UclFactory numbers = limited(limits -> limits.maxNumberLength(4));
        assertThat(UclTokens.of(numbers, "a = 1234; b = 1.5k")).isNotEmpty();
        assertTooMuch(numbers, "a = 12345", "1:5");
        assertTooMuch(numbers, "a = 1.50k", "1:5");
        UclFactory strings = limited(limits -> limits.maxStringLength(4));
        assertThat(UclTokens.of(strings, "a = abcd; b = \"efgh\"; c = 'ijkl'")).isNotEmpty();
        assertThatThrownBy(() -> UclTokens.of(strings, "a = abcde"))
                .isInstanceOf(StreamConstraintsException.class);
        assertThatThrownBy(() -> UclTokens.of(strings, "a = <<E\nabcde\nE\n"))
                .isInstanceOf(StreamConstraintsException.class);
    }

    @Test
    void variablesCannotGrowWithoutLimit() {
        UclFactory factory =
                limited(limits -> limits.maxStringLength(100_000))
                        .rebuild()
                        .variable("V", "x".repeat(1000))
                        .build();
        assertThat(UclTokens.of(factory, "a = \"" + "$V".repeat(99) + "\"")).isNotEmpty();
        assertThatThrownBy(() -> UclTokens.of(factory, "a = \"" + "$V".repeat(101) + "\""))
                .isInstanceOf(StreamConstraintsException.class);
    }

    @Test
    void documentLength() {
        UclFactory factory = limited(limits -> limits.maxDocumentLength(10));
        assertThat(UclTokens.of(factory, "abc = 1234")).isNotEmpty();
        assertThatThrownBy(() -> UclTokens.of(factory, "abc = 12345"))
                .isInstanceOf(StreamConstraintsException.class);
        InputStream endless =
                new InputStream() {
                    @Override
                    public int read() {
                        return 'a';
                    }
                };
        assertThatThrownBy(() -> factory.createParser(ObjectReadContext.empty(), endless))
                .isInstanceOf(StreamConstraintsException.class);
        assertThatThrownBy(() ->
                        factory.createParser(
                                ObjectReadContext.empty(), new StringReader("a".repeat(100))))
                .isInstanceOf(StreamConstraintsException.class);
    }

    @Test
    void tokenCount() {
        UclFactory factory = limited(limits -> limits.maxTokenCount(4));
        assertThat(UclTokens.of(factory, "a = 1")).isEqualTo("{ a: 1 }");
        assertThatThrownBy(() -> UclTokens.of(factory, "a = 1; b = 2"))
                .isInstanceOf(StreamConstraintsException.class);
    }

    @Test
    void inheritanceCannotGrowWithoutLimit() {
        String doubling = "a { x = 1; " + ".inherit(replace=true) \"a\";".repeat(60) + " }";
        assertThatThrownBy(() -> UclTokens.of(doubling))
                .isInstanceOf(UclStreamReadException.class)
                .hasMessageContaining("values are inherited in one text");
        UclFactory factory = UclFactory.builder().maxInheritedValues(3).build();
        assertThat(UclTokens.of(factory, "t { x = [1, 2] } a { .inherit t\n}")).isNotEmpty();
        assertThatThrownBy(() -> UclTokens.of(factory, "t { x = [1, 2, 3] } a { .inherit t\n}"))
                .hasMessageContaining("more than 3 values");
    }

    @Test
    void argumentsOfArgumentsAreLimited() {
        assertThatThrownBy(
                        () -> UclTokens.of(".priority(".repeat(100_000) + ") 5 ".repeat(100_000)))
                .isInstanceOf(UclStreamReadException.class)
                .hasMessageContaining("nested deeper than 16 levels");
    }
}
