package io.sriov.schema.nvlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NvlistTest {

    @Test
    void namesDifferByCaseUnlessTheFlagSaysOtherwise() {
        Nvlist exact = Nvlist.builder().addBool("Name", true).addBool("name", false).build();
        assertThat(exact.bool("Name")).contains(true);
        assertThat(exact.bool("name")).contains(false);
        assertThat(exact.bool("NAME")).isEmpty();

        Nvlist folded = Nvlist.builder(NvFlag.IGNORE_CASE).addBool("Name", true).build();
        assertThat(folded.bool("nAME")).contains(true);
        assertThat(folded.pairs().getFirst().name()).isEqualTo("Name");
    }

    @Test
    void onlyAsciiLettersHaveACase() {
        Nvlist list =
                Nvlist.builder(NvFlag.IGNORE_CASE)
                        .addNull("É")
                        .addNull("é")
                        .addNull("@")
                        .addNull("`")
                        .addNull("[")
                        .addNull("{")
                        .build();
        assertThat(list.pairs()).hasSize(6);
    }

    /// As strcasecmp(3) in the C locale, for which POSIX has a case for A to Z and nothing else.
    @Test
    void everyAsciiLetterHasACase() {
        String capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        String small = "abcdefghijklmnopqrstuvwxyz";
        for (int others = 0; others < 20; others += 19) {
            Nvlist.Builder builder = Nvlist.builder(NvFlag.IGNORE_CASE);
            for (int i = 0; i < others; i++) {
                builder.addNull("other-" + i);
            }
            Nvlist list = builder.addNull(capitals).build();
            assertThat(list.contains(small)).isTrue();
            assertThat(list.contains(capitals)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 10, 100})
    void aNameIsTakenOnce(int others) {
        for (NvFlag[] flags : List.of(new NvFlag[0], new NvFlag[] {NvFlag.IGNORE_CASE})) {
            Nvlist.Builder list = Nvlist.builder(flags);
            for (int i = 0; i < others; i++) {
                list.addNumber("Name-" + i, i);
            }
            for (int i = 0; i < others; i++) {
                String name = "Name-" + i;
                assertThat(list.takes(name)).isFalse();
                assertThat(list.takes(name.toUpperCase(java.util.Locale.ROOT)))
                        .isEqualTo(flags.length == 0);
                assertThatThrownBy(() -> list.addNull(name))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(name);
            }
            Nvlist built = list.build();
            assertThat(built.pairs()).hasSize(others);
            assertThat(built.number("Name-" + (others - 1))).hasValue(others - 1);
        }
    }

    @Test
    void withoutUniqueNamesLookUpsFindTheFirstOfTheType() {
        for (int others = 0; others < 20; others += 19) {
            Nvlist.Builder builder = Nvlist.builder(NvFlag.NO_UNIQUE);
            for (int i = 0; i < others; i++) {
                builder.addNull("other");
            }
            Nvlist list =
                    builder.addString("a", "first").addNumber("a", 1).addNumber("a", 2).build();
            assertThat(list.pair("a").map(NvPair::value)).contains(new NvValue.Text("first"));
            assertThat(list.number("a")).hasValue(1);
            assertThat(list.string("a")).contains("first");
            assertThat(list.bool("a")).isEmpty();
        }
    }

    @Test
    void lookUpsOfAnotherTypeFindNothing() {
        Nvlist list = Nvlist.builder().addString("s", "x").addBinary("b", (byte) 1).build();
        assertThat(list.number("s")).isEmpty();
        assertThat(list.nvlist("s")).isEmpty();
        assertThat(list.binary("b"))
                .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(1));
        assertThat(list.contains("s")).isTrue();
        assertThat(list.contains("t")).isFalse();
    }

    @Test
    void aBuilderGoesOnAfterBuildingWithoutTouchingWhatItBuilt() {
        Nvlist.Builder builder = Nvlist.builder();
        for (int i = 0; i < 20; i++) {
            builder.addNull("n" + i);
        }
        Nvlist before = builder.build();
        Nvlist after = builder.addNull("late").build();
        assertThat(before.contains("late")).isFalse();
        assertThat(after.contains("late")).isTrue();
        assertThat(before.pairs()).hasSize(20);
    }

    @Test
    void namesTakeAtMost2047Bytes() {
        assertThat(NvPair.of("x".repeat(2047), NvValue.Null.NULL).name()).hasSize(2047);
        assertThatThrownBy(() -> NvPair.of("x".repeat(2048), NvValue.Null.NULL))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NvPair.of("€".repeat(683), NvValue.Null.NULL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2049 bytes");
        assertThat(NvPair.of("", NvValue.Null.NULL).name()).isEmpty();
    }

    @Test
    void stringsHoldNoNul() {
        assertThatThrownBy(() -> new NvValue.Text("a\0b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("index 1");
        assertThatThrownBy(() -> NvPair.of("a\0b", NvValue.Null.NULL))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NvValue.TextArray(List.of("ok", "\0")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void straySurrogatesAreTheBytesOfTheirCodePoint() {
        for (String stray :
                List.of("\ud800", "\udc7f", "\udd00x", "x\udbff", "\udbff\ud800\udc00")) {
            Nvlist list = Nvlist.builder().addString("s", stray).build();
            byte[] packed = NvlistPacker.pack(list);
            assertThat(NvlistUnpacker.unpack(packed)).isEqualTo(list);
        }
        assertThat(new NvValue.Text("\ud800").value()).isEqualTo("\udced\udca0\udc80");
    }

    @Test
    void escapedBytesThatTogetherAreTextBecomeThatText() {
        assertThat(new NvValue.Text("\udcc3\udca9")).isEqualTo(new NvValue.Text("é"));
        assertThat(new NvValue.Text("\udcc3x").value()).isEqualTo("\udcc3x");
    }

    @Test
    void namesAreLookedUpByTheirBytesHoweverSpelled() {
        String spelledInBytes = "\udcc3\udca9";
        Nvlist.Builder builder = Nvlist.builder().addNumber("é", 7);
        assertThat(builder.takes(spelledInBytes)).isFalse();
        assertThat(builder.build().number(spelledInBytes)).hasValue(7);
        assertThat(builder.build().contains(spelledInBytes)).isTrue();
    }

    @Test
    void arraysAndBinariesHoldSomething() {
        assertThatThrownBy(() -> new NvValue.BoolArray(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NvValue.TextArray(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NvValue.NvlistArray(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(NvValue.NumberArray::of).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(NvValue.Binary::of).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void valuesShareNothingWithTheirMakers() {
        byte[] bytes = {1, 2};
        long[] numbers = {1, 2};
        NvValue.Binary binary = NvValue.Binary.of(bytes);
        NvValue.NumberArray array = NvValue.NumberArray.of(numbers);
        bytes[0] = 9;
        numbers[0] = 9;
        binary.toBytes()[1] = 9;
        assertThat(binary).isEqualTo(NvValue.Binary.of((byte) 1, (byte) 2));
        assertThat(array.stream()).containsExactly(1L, 2L);
    }

    @Test
    void listsNestNoDeeperThanTheLimit() {
        Nvlist list = Nvlist.builder().build();
        for (int depth = 2; depth <= Nvlist.MAX_DEPTH; depth++) {
            list =
                    depth % 2 == 0
                            ? Nvlist.builder().addNvlist("a", list).build()
                            : Nvlist.builder()
                                    .add("a", new NvValue.NvlistArray(List.of(list)))
                                    .build();
            assertThat(list.depth()).isEqualTo(depth);
        }
        Nvlist deepest = list;
        assertThat(NvlistUnpacker.unpack(NvlistPacker.pack(deepest)))
                .isEqualTo(deepest)
                .hasSameHashCodeAs(deepest);
        assertThat(NvlistDump.text(deepest)).contains("    ".repeat(Nvlist.MAX_DEPTH - 2) + "a (");
        assertThatThrownBy(() -> Nvlist.builder().addNvlist("a", deepest))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aListOf65536NamesIsSearchedByName() {
        Nvlist.Builder builder = Nvlist.builder(NvFlag.IGNORE_CASE);
        for (int i = 0; i < 65_536; i++) {
            builder.addNumber("VF-" + i, i);
        }
        Nvlist list = builder.build();
        for (int i = 0; i < 65_536; i++) {
            assertThat(list.number("vf-" + i).orElse(-1)).isEqualTo(i);
        }
    }

    @Test
    void listsAreEqualWhereTheirFlagsAndPairsAre() {
        Nvlist list = Nvlist.builder().addNull("a").addBool("b", true).build();

        assertThat(Nvlist.builder().addNull("a").addBool("b", true).build())
                .isEqualTo(list)
                .hasSameHashCodeAs(list);
        for (Nvlist other :
                List.of(
                        Nvlist.builder(NvFlag.NO_UNIQUE).addNull("a").addBool("b", true).build(),
                        Nvlist.builder().addBool("b", true).addNull("a").build(),
                        Nvlist.builder().addNull("A").addBool("b", true).build(),
                        Nvlist.builder().addNull("a").addBool("b", false).build(),
                        Nvlist.builder().addNull("a").build())) {
            assertThat(other).isNotEqualTo(list).doesNotHaveSameHashCodeAs(list);
        }
        assertThat(list).isNotEqualTo(NvValue.Null.NULL);
    }

    @Test
    void pairsAreEqualWhereTheirNamesAndValuesAre() {
        NvPair pair = NvPair.of("a", new NvValue.Uint64(1));

        assertThat(NvPair.of("a", new NvValue.Uint64(1))).isEqualTo(pair).hasSameHashCodeAs(pair);
        assertThat(NvPair.of("b", new NvValue.Uint64(1)))
                .isNotEqualTo(pair)
                .doesNotHaveSameHashCodeAs(pair);
        assertThat(NvPair.of("a", new NvValue.Uint64(2)))
                .isNotEqualTo(pair)
                .doesNotHaveSameHashCodeAs(pair);
        assertThat(pair).isNotEqualTo("a");
        assertThat(pair.type()).isEqualTo(NvType.NUMBER);
    }

    @Test
    void arraysAreEqualWhereTheirItemsAre() {
        NvValue.Binary binary = NvValue.Binary.of((byte) 1, (byte) 2);
        NvValue.NumberArray numbers = NvValue.NumberArray.of(1, 2);

        assertThat(NvValue.Binary.of((byte) 1, (byte) 2))
                .isEqualTo(binary)
                .hasSameHashCodeAs(binary);
        assertThat(NvValue.Binary.of((byte) 1)).isNotEqualTo(binary);
        assertThat(NvValue.Binary.of((byte) 2, (byte) 1))
                .isNotEqualTo(binary)
                .doesNotHaveSameHashCodeAs(binary);
        assertThat(NvValue.NumberArray.of(1, 2)).isEqualTo(numbers).hasSameHashCodeAs(numbers);
        assertThat(NvValue.NumberArray.of(1)).isNotEqualTo(numbers);
        assertThat(NvValue.NumberArray.of(2, 1))
                .isNotEqualTo(numbers)
                .doesNotHaveSameHashCodeAs(numbers);
    }

    @Test
    void valuesPrintAsTheyAreRead() {
        assertThat(NvPair.of("a", NvValue.Null.NULL)).hasToString("a=null");
        assertThat(NvPair.of("a", new NvValue.Uint64(-1))).hasToString("a=18446744073709551615");
        assertThat(NvPair.of("a", new NvValue.Text("b c"))).hasToString("a=\"b c\"");
        assertThat(NvPair.of("a", NvValue.Binary.of((byte) 10, (byte) -1))).hasToString("a=0aff");
        assertThat(NvValue.NumberArray.of(1, -1)).hasToString("[1, 18446744073709551615]");
        assertThat(Nvlist.builder(NvFlag.IGNORE_CASE).addNull("x").build())
                .hasToString("Nvlist[1 pairs, 40 bytes packed, flags [IGNORE_CASE]]");
    }

    @Test
    void aListTellsItsFlagsAndWhetherItIsEmpty() {
        assertThat(Nvlist.builder().build().flags()).isEmpty();
        assertThat(Nvlist.builder(NvFlag.NO_UNIQUE, NvFlag.IGNORE_CASE).build().flags())
                .containsExactlyInAnyOrder(NvFlag.values());
        assertThat(Nvlist.builder().build().isEmpty()).isTrue();
        assertThat(Nvlist.builder().addNull("a").build().isEmpty()).isFalse();
    }

    /// `NV_FLAG_IGNORE_CASE` and `NV_FLAG_NO_UNIQUE` together.
    @Test
    void lookUpsByTypeIgnoreTheCaseWhereTheListDoes() {
        for (int others = 0; others < 20; others += 19) {
            Nvlist.Builder builder = Nvlist.builder(NvFlag.values());
            for (int i = 0; i < others; i++) {
                builder.addBool("OTHER", true);
            }
            Nvlist list =
                    builder.addNull("Name").addNumber("other", 3).addNumber("NAME", 7).build();
            assertThat(list.number("name")).hasValue(7);
            assertThat(list.pair("NAME").map(NvPair::name)).contains("Name");
            assertThat(list.string("name")).isEmpty();
        }
    }

    @Test
    void aNameThatReturnsIsHeldOnce() {
        Nvlist.Builder outer = Nvlist.builder();
        for (int i = 0; i < 3; i++) {
            outer.addNvlist("VF-" + i, Nvlist.builder().addNumber("num-queues", i).build());
        }

        Nvlist list = NvlistUnpacker.unpack(NvlistPacker.pack(outer.build()));

        assertThat(list.pairs())
                .extracting(pair -> ((Nvlist) pair.value()).pairs().getFirst().name())
                .allSatisfy(name -> assertThat(name).isEqualTo("num-queues"))
                .usingElementComparator((a, b) -> a == b ? 0 : 1)
                .containsOnly(((Nvlist) list.pairs().getFirst().value()).pairs().getFirst().name());
    }
}
