package io.sriov.schema.ucl;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;

/// What is written is read back as the same, whichever features and variables: here without libucl.
class UclRoundTripProperties {

    private static final UclFactory FACTORY =
            UclFactory.builder()
                    .enable(UclReadFeature.UNSIGNED_INTEGERS)
                    .variable("a", "variable")
                    .variable("NAME", "variable")
                    .variable("{", "variable")
                    .variable("\\", "variable")
                    .build();

    private static final UclMapper PRETTY = UclMapper.builder(FACTORY).build();
    private static final UclMapper COMPACT =
            UclMapper.builder(FACTORY).disable(UclWriteFeature.PRETTY).build();
    private static final UclMapper SPARING =
            UclMapper.builder(FACTORY).enable(UclWriteFeature.MINIMIZE_QUOTES).build();

    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

    record Numbers(byte b, short s, int i, long l, float f, double d, boolean flag) {}

    @Provide
    Arbitrary<JsonNode> trees() {
        return Arbitraries.oneOf(
                JacksonTrees.objects().map(JsonNode.class::cast),
                JacksonTrees.arrays().map(JsonNode.class::cast));
    }

    @Property(tries = 300)
    void trees_survive(@ForAll("trees") JsonNode tree) {
        for (UclMapper mapper : List.of(PRETTY, COMPACT, SPARING)) {
            String text = mapper.writeValueAsString(tree);
            assertThat(CanonicalTree.of(mapper.readTree(text)))
                    .as(text)
                    .isEqualTo(CanonicalTree.of(tree));
        }
    }

    @Property
    void numbers_survive(
            @ForAll byte b,
            @ForAll short s,
            @ForAll int i,
            @ForAll long l,
            @ForAll long floatBits,
            @ForAll boolean flag) {
        float f = Float.intBitsToFloat((int) floatBits);
        double d = Double.longBitsToDouble(floatBits);
        Numbers numbers = new Numbers(b, s, i, l, f, d, flag);
        String text = COMPACT.writeValueAsString(numbers);
        assertThat(COMPACT.readValue(text, Numbers.class)).as(text).isEqualTo(numbers);
    }

    @Property
    void doubles_survive(@ForAll("doubles") double value) {
        String text = COMPACT.writeValueAsString(List.of(value));
        assertThat(COMPACT.readTree(text).get(0).doubleValue()).as(text).isEqualTo(value);
    }

    @Provide
    Arbitrary<Double> doubles() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite),
                Arbitraries.longs()
                        .between(1, (1L << 52) - 1)
                        .map(subnormal -> Double.longBitsToDouble(subnormal)));
    }

    @Property
    void binary_survives(@ForAll byte[] value) {
        String text = COMPACT.writeValueAsString(Map.of("a", value));
        assertThat(COMPACT.readTree(text).get("a").binaryValue()).isEqualTo(value);
    }

    @Property
    void integers_of_64_bits_survive(@ForAll long bits) {
        BigInteger value = new BigInteger(Long.toUnsignedString(bits));
        String text = COMPACT.writeValueAsString(Map.of("a", value));
        assertThat(COMPACT.readTree(text).get("a").bigIntegerValue()).isEqualTo(value);
    }

    @Property
    void decimals_survive(
            @ForAll @BigRange(min = "-1e90", max = "1e90") @Scale(20) BigDecimal value) {
        UclMapper exact =
                COMPACT.rebuild().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
        String text = exact.writeValueAsString(List.of(value));
        assertThat(exact.readTree(text).get(0).decimalValue()).isEqualByComparingTo(value);
    }

    @Property(tries = 300)
    void keys_and_strings_survive(@ForAll("maps") Map<String, String> members) {
        for (UclMapper mapper : List.of(PRETTY, COMPACT, SPARING)) {
            byte[] bytes = mapper.writeValueAsBytes(members);
            assertThat(inBytes(mapper.readValue(bytes, STRINGS))).isEqualTo(inBytes(members));
            String text = mapper.writeValueAsString(members);
            assertThat(inBytes(mapper.readValue(text, STRINGS))).isEqualTo(inBytes(members));
        }
    }

    private static Map<String, String> inBytes(Map<String, String> members) {
        return members.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                member -> inBytes(member.getKey()),
                                member -> inBytes(member.getValue())));
    }

    private static String inBytes(String text) {
        return HexFormat.of().formatHex(CanonicalTree.bytes(text));
    }

    @Provide
    Arbitrary<Map<String, String>> maps() {
        return Arbitraries.maps(
                JacksonTrees.strings().filter(key -> !key.isEmpty()), JacksonTrees.strings());
    }
}
