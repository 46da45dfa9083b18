package io.sriov.schema.nvlist;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Arbitrary nvlists: every type, every flag, names that are sometimes close to each other, nested
/// a few levels.
final class NvlistArbitraries {
    private static final int LEVELS = 3;

    private NvlistArbitraries() {}

    static Arbitrary<Nvlist> lists() {
        // Edge cases of so many parts would leave no tries for anything else.
        return lists(LEVELS).withoutEdgeCases();
    }

    private static Arbitrary<Nvlist> lists(int levels) {
        Arbitrary<NvFlag[]> flags =
                Arbitraries.of(
                        List.of(
                                new NvFlag[0],
                                new NvFlag[] {NvFlag.IGNORE_CASE},
                                new NvFlag[] {NvFlag.NO_UNIQUE},
                                NvFlag.values()));
        Arbitrary<NvPair> pair = Combinators.combine(names(), values(levels)).as(NvPair::of);
        return Combinators.combine(flags, pair.list().ofMaxSize(levels == LEVELS ? 12 : 4))
                .as(NvlistArbitraries::list);
    }

    private static Nvlist list(NvFlag[] flags, List<NvPair> pairs) {
        Nvlist.Builder builder = Nvlist.builder(flags);
        pairs.stream().filter(pair -> builder.takes(pair.name())).forEach(builder::add);
        return builder.build();
    }

    private static Arbitrary<NvValue> values(int levels) {
        Arbitrary<NvValue> plain =
                Arbitraries.<NvValue>oneOf(
                        Arbitraries.just(NvValue.Null.NULL),
                        Arbitraries.of(true, false).map(NvValue.Bool::of),
                        numbers().map(NvValue.Uint64::new),
                        texts().map(NvValue.Text::new),
                        Arbitraries.bytes()
                                .array(byte[].class)
                                .ofMinSize(1)
                                .ofMaxSize(40)
                                .map(NvValue.Binary::of),
                        Arbitraries.of(true, false)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(5)
                                .map(NvValue.BoolArray::new),
                        numbers()
                                .array(long[].class)
                                .ofMinSize(1)
                                .ofMaxSize(5)
                                .map(NvValue.NumberArray::of),
                        texts().list().ofMinSize(1).ofMaxSize(5).map(NvValue.TextArray::new));
        if (levels == 1) {
            return plain;
        }
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, plain),
                net.jqwik.api.Tuple.of(
                        1, Arbitraries.lazy(() -> lists(levels - 1)).map(list -> list)),
                net.jqwik.api.Tuple.of(
                        1,
                        Arbitraries.lazy(() -> lists(levels - 1))
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(3)
                                .map(NvValue.NvlistArray::new)));
    }

    private static Arbitrary<Long> numbers() {
        return Arbitraries.longs();
    }

    private static Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.of("a", "A", "b", "", "IOV", "iov", "é", "É"), texts());
    }

    /// Text of all of Unicode, and text with bytes that are no UTF-8.
    static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ascii().excludeChars('\0').ofMaxLength(20),
                Arbitraries.strings()
                        .ofMaxLength(10)
                        .filter(text ->
                                text.chars()
                                        .noneMatch(c -> c == 0 || Character.isSurrogate((char) c))),
                Arbitraries.strings()
                        .withChars("a€")
                        .withChars('\udc80', '\udcff')
                        .ofMaxLength(10));
    }
}
