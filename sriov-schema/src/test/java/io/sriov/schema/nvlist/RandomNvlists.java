package io.sriov.schema.nvlist;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// The lists of [NvlistArbitraries], but made a hundred times faster: for a million of them. They
/// do not shrink.
final class RandomNvlists {
    private static final int LEVELS = 3;
    private static final NvFlag[][] FLAGS = {
        {}, {NvFlag.IGNORE_CASE}, {NvFlag.NO_UNIQUE}, NvFlag.values()
    };
    private static final String[] NAMES = {"a", "A", "b", "", "IOV", "iov", "é", "É"};

    private final Random random;

    private RandomNvlists(Random random) {
        this.random = random;
    }

    static Arbitrary<Nvlist> lists() {
        return Arbitraries.randomValue(random -> new RandomNvlists(random).list(LEVELS));
    }

    private Nvlist list(int levels) {
        Nvlist.Builder list = Nvlist.builder(FLAGS[random.nextInt(FLAGS.length)]);
        int pairs = random.nextInt(levels == LEVELS ? 13 : 5);
        for (int i = 0; i < pairs; i++) {
            String name = random.nextBoolean() ? NAMES[random.nextInt(NAMES.length)] : text();
            if (list.takes(name)) {
                list.add(name, value(levels));
            }
        }
        return list.build();
    }

    private NvValue value(int levels) {
        return switch (random.nextInt(levels == 1 ? 8 : 12)) {
            case 0 -> NvValue.Null.NULL;
            case 1 -> NvValue.Bool.of(random.nextBoolean());
            case 2 -> new NvValue.Uint64(number());
            case 3 -> new NvValue.Text(text());
            case 4 -> {
                byte[] bytes = new byte[1 + random.nextInt(40)];
                random.nextBytes(bytes);
                yield NvValue.Binary.of(bytes);
            }
            case 5 -> new NvValue.BoolArray(some(5, random::nextBoolean));
            case 6 ->
                    NvValue.NumberArray.of(
                            some(5, this::number).stream().mapToLong(Long::longValue).toArray());
            case 7 -> new NvValue.TextArray(some(5, this::text));
            case 8, 9 -> list(levels - 1);
            default -> new NvValue.NvlistArray(some(3, () -> list(levels - 1)));
        };
    }

    private <T> List<T> some(int most, Supplier<T> item) {
        int count = 1 + random.nextInt(most);
        List<T> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(item.get());
        }
        return items;
    }

    private long number() {
        return random.nextLong() >>> random.nextInt(64);
    }

    /// Text of ASCII, of all of Unicode, or with bytes that are no UTF-8.
    private String text() {
        int kind = random.nextInt(3);
        int length = random.nextInt(kind == 0 ? 21 : 11);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            switch (kind) {
                case 0 -> text.append((char) (1 + random.nextInt(0x7f)));
                case 1 -> text.appendCodePoint(scalar());
                default ->
                        text.append(
                                random.nextInt(3) == 0
                                        ? "a€".charAt(random.nextInt(2))
                                        : (char) (0xdc80 + random.nextInt(0x80)));
            }
        }
        return text.toString();
    }

    /// A code point other than NUL and the surrogates, as likely of one byte as of two, three or
    /// four.
    private int scalar() {
        int point =
                1 + random.nextInt(new int[] {0x7f, 0x7ff, 0xffff, 0x10ffff}[random.nextInt(4)]);
        return point >= 0xd800 && point <= 0xdfff ? 0xd7ff : point;
    }
}
