package io.sriov.schema.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.diagnostic.Diagnostic;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyedValuesTest {
    private final List<Diagnostic> problems = new ArrayList<>();

    private KeyedValues values(String json) {
        Document document = DocumentReader.standard().read("t", json, TextFormat.JSON);
        return new KeyedValues(document.root().orElseThrow(), "a thing", problems::add);
    }

    private List<String> told() {
        return problems.stream()
                .map(one ->
                        one.origin().column()
                                + " "
                                + one.message()
                                + one.hint().map(hint -> "; " + hint).orElse("")
                                + " "
                                + one.code().code())
                .toList();
    }

    @Test
    void integersAreWrittenInManyWays() {
        KeyedValues values =
                values("{\"a\":7,\"b\":\"0x1F\",\"c\":\"64MiB\",\"d\":\"2TiB\",\"e\":\"16\"}");
        assertThat(values.integer("a", 0, 7)).hasValue(7);
        assertThat(values.integer("b", 0, 100)).hasValue(0x1f);
        assertThat(values.integer("c", 0, Long.MAX_VALUE)).hasValue(64L << 20);
        assertThat(values.integer("d", 0, Long.MAX_VALUE)).hasValue(2L << 40);
        assertThat(values.integer("e", 0, 100)).hasValue(16);
        assertThat(values.integer("f", 0, 100)).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void whatIsNoIntegerOrTooLargeIsTold() {
        KeyedValues values =
                values(
                        "{\"a\":8,\"b\":\"0xg\",\"c\":1.5,\"d\":\"999999999999TiB\","
                                + "\"e\":\"0xffffffffffffffff\",\"f\":18446744073709551616}");
        assertThat(values.integer("a", 0, 7)).isEmpty();
        for (String key : List.of("b", "c", "d", "e", "f")) {
            assertThat(values.integer(key, 0, Long.MAX_VALUE)).isEmpty();
        }
        assertThat(told())
                .containsExactly(
                        "6 'a' is 8, which is not in 0..7 out-of-range",
                        "12 'b' must be a whole number, not 0xg wrong-shape",
                        "22 'c' must be a whole number, not 1.5 wrong-shape",
                        "30 'd' is 999999999999TiB, which is not in 0..9223372036854775807"
                                + " out-of-range",
                        "52 'e' is 0xffffffffffffffff, which is not in 0..9223372036854775807"
                                + " out-of-range",
                        "77 'f' is 18446744073709551616, which is not in 0..9223372036854775807"
                                + " out-of-range");
    }

    @Test
    void otherUnitsAreAnsweredWithThoseThereAre() {
        KeyedValues values = values("{\"a\":\"1GB\",\"b\":\"0xg\",\"c\":\"999999999999TiB\"}");
        for (String key : List.of("a", "b", "c")) {
            assertThat(values.integer(key, 0, Long.MAX_VALUE)).isEmpty();
        }
        assertThat(problems)
                .extracting(Diagnostic::hint)
                .containsExactly(
                        Optional.of("the units are KiB, MiB, GiB and TiB"),
                        Optional.empty(),
                        Optional.empty());
    }

    @Test
    void wordsNameChoices() {
        KeyedValues values = values("{\"day\":\"monday\",\"days\":[\"friday\",\"fryday\"]}");
        List<DayOfWeek> days = List.of(DayOfWeek.values());
        assertThat(values.choice("day", days)).contains(DayOfWeek.MONDAY);
        assertThat(values.choices("days", days)).containsExactly(DayOfWeek.FRIDAY);
        assertThat(told())
                .containsExactly(
                        "34 'days' cannot be 'fryday'; did you mean 'friday'? unknown-word");
    }

    @Test
    void otherKindsAreTold() {
        KeyedValues values = values("{\"s\":1,\"b\":\"true\",\"l\":{},\"w\":[]}");
        assertThat(values.string("s")).isEmpty();
        assertThat(values.bool("b")).isEmpty();
        assertThat(values.list("l")).isEmpty();
        assertThat(values.word("w")).isEmpty();
        assertThat(told())
                .containsExactly(
                        "6 's' must be a string, not 1 wrong-shape",
                        "12 'b' must be true or false, not true; write it without quotes wrong-shape",
                        "23 'l' must be an array, not {} wrong-shape",
                        "30 'w' must be a word, not [] wrong-shape");
    }

    @Test
    void keysThatNobodyAskedForAreTold() {
        KeyedValues values = values("{\"size\":1,\"sice\":2,\"colour\":3,\"size\":4}");
        assertThat(values.integer("size", 0, 9)).hasValue(1);
        assertThat(values.has("weight")).isFalse();
        values.missing("weight");
        values.finish();
        assertThat(told())
                .containsExactlyInAnyOrder(
                        "31 'size' stands twice; leave one of them out unexpected-key",
                        "1 a thing has no 'weight'; add it missing-key",
                        "11 unknown key 'sice'; did you mean 'size'? unexpected-key",
                        "20 unknown key 'colour'; a thing has size, weight unexpected-key");
    }

    @Test
    void whatIsNoSectionHasNoValues() {
        KeyedValues values = values("[1]");
        assertThat(values.keys()).isEmpty();
        assertThat(told()).containsExactly("1 a thing must be an object, not [1] wrong-shape");
    }
}
