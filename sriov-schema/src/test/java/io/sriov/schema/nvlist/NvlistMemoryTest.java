package io.sriov.schema.nvlist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Memory is taken for what is there, not for what is claimed; see [AllocatedBytes].
class NvlistMemoryTest {
    private static final int LARGE = 1 << 20;
    private static final int UP = 255;
    private static final int ARRAY_NEXT = 254;

    @Test
    void claimsTakeNoMemory() {
        long[] sizes = {0, 1, 8, 19, 1 << 16, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE, -8, -1};
        for (int type = 0; type < 256; type++) {
            for (long dataSize : sizes) {
                for (long items : sizes) {
                    ByteBuffer out = start(100, 0);
                    pair(out, type, "a", dataSize, items).put((byte) 0x6c).position(100);
                    AllocatedBytes.assertBounded(finished(out));
                }
            }
        }
    }

    @Test
    void aClaimedNameTakesNoMemory() {
        ByteBuffer out = start(19 + 19, 0);
        out.put((byte) 1).putShort((short) -1).putLong(0).putLong(0);
        AllocatedBytes.assertBounded(finished(out));
    }

    @Test
    void aClaimedSizeTakesNoMemory() {
        for (long size : new long[] {Integer.MAX_VALUE, Long.MAX_VALUE, -1}) {
            AllocatedBytes.assertBounded(written(start(19, 0).putLong(11, size)));
        }
    }

    /// Each array has room for all the lists it claims, the others within it put aside.
    @Test
    void claimsWithinClaimsTakeNoMemory() {
        ByteBuffer out = start(LARGE, 0);
        for (int i = 1; i < Nvlist.MAX_DEPTH; i++) {
            header(pair(out, 11, "a", 0, (out.remaining() - 21) / 19), 0);
        }
        AllocatedBytes.assertBounded(finished(out.position(LARGE)), 1);
    }

    /// A megabyte each of what takes most memory, or most work, for its bytes.
    static Stream<Named<byte[]>> large() {
        int noUnique = NvFlag.NO_UNIQUE.bit();
        int ignoreCase = NvFlag.IGNORE_CASE.bit();
        return Stream.of(
                array("empty strings", 10, 0),
                array("strings of one character", 10, 'a', 0),
                array("strings of a byte that is no UTF-8", 10, 0xff, 0),
                array("strings of one character beyond Latin-1", 10, 0xe2, 0x82, 0xac, 0),
                array("bools", 8, 1),
                array("numbers", 9, 1, 2, 3, 4, 5, 6, 7, 8),
                text("a string that is no UTF-8", 0xff),
                text("a string of ASCII", 'a'),
                filled(
                        "one name, over and over",
                        noUnique,
                        21,
                        (out, _) -> pair(out, 1, "a", 0, 0)),
                filled("names", 0, 26, (out, i) -> pair(out, 1, "A" + i, 0, 0)),
                filled(
                        "names in capitals",
                        ignoreCase,
                        26,
                        (out, i) -> pair(out, 1, "A" + i, 0, 0)),
                filled(
                        "names of one hash code",
                        ignoreCase | noUnique,
                        52,
                        (out, i) -> pair(out, 1, colliding(i), 0, 0)),
                filled(
                        "unique names of one hash code",
                        0,
                        52,
                        (out, i) -> pair(out, 1, colliding(i), 0, 0)),
                filled(
                        "the longest names",
                        0,
                        19 + 2048,
                        (out, i) -> pair(out, 1, "é".repeat(2039) + (10_000_000 + i), 0, 0)),
                filled(
                        "empty lists",
                        noUnique,
                        60,
                        (out, _) -> up(header(pair(out, 5, "a", 19, 0), 0), UP)),
                filled(
                        "arrays of an empty list",
                        noUnique,
                        60,
                        (out, _) -> up(header(pair(out, 11, "a", 0, 1), 0), ARRAY_NEXT)),
                filled("lists nested deepest", noUnique, 255 * 60, (out, _) -> nested(out, 255)),
                emptyLists());
    }

    @ParameterizedTest
    @MethodSource("large")
    void takesMemoryInProportion(byte[] input) {
        assertThat(NvlistUnpacker.unpackAnyFlags(input).isEmpty()).isFalse();
        AllocatedBytes.assertBounded(input);
    }

    private static Named<byte[]> array(String description, int type, int... item) {
        int count = (LARGE - 40) / item.length;
        ByteBuffer out = start(40 + count * item.length, 0);
        pair(out, type, "a", (long) count * item.length, count);
        for (int i = 0; i < count; i++) {
            Arrays.stream(item).forEach(value -> out.put((byte) value));
        }
        return Named.of(description, finished(out));
    }

    private static Named<byte[]> text(String description, int character) {
        ByteBuffer out = start(LARGE, 0);
        pair(out, 4, "a", LARGE - 40, 0);
        while (out.remaining() > 1) {
            out.put((byte) character);
        }
        return Named.of(description, finished(out.put((byte) 0)));
    }

    private interface Writer {
        void write(ByteBuffer out, int index);
    }

    private static Named<byte[]> filled(String description, int flags, int size, Writer part) {
        ByteBuffer out = start(LARGE, flags);
        for (int i = 0; out.remaining() >= size; i++) {
            part.write(out, i);
        }
        return Named.of(description, finished(out));
    }

    private static Named<byte[]> emptyLists() {
        int count = (LARGE - 40) / 39;
        ByteBuffer out = start(LARGE, 0);
        pair(out, 11, "a", 0, count);
        for (int i = 0; i < count; i++) {
            up(header(out, 0), ARRAY_NEXT);
        }
        return Named.of("an array of empty lists", finished(out));
    }

    private static void nested(ByteBuffer out, int depth) {
        for (int i = 0; i < depth; i++) {
            header(pair(out, 5, "a", 1, 0), 0);
        }
        for (int i = 0; i < depth; i++) {
            up(out, UP);
        }
    }

    /// The texts "Aa" and "BB" have one hash code, and so have texts put together from them.
    private static String colliding(int index) {
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < 16; bit++) {
            name.append((index >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }

    private static ByteBuffer start(int size, int flags) {
        return header(ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN), flags);
    }

    private static ByteBuffer header(ByteBuffer out, int flags) {
        return out.put((byte) 0x6c).put((byte) 0).put((byte) flags).putLong(0).putLong(0);
    }

    private static ByteBuffer pair(
            ByteBuffer out, int type, String name, long dataSize, long items) {
        return out.put((byte) type)
                .putShort((short) (name.length() + 1))
                .putLong(dataSize)
                .putLong(items)
                .put(name.getBytes(ISO_8859_1))
                .put((byte) 0);
    }

    private static void up(ByteBuffer out, int type) {
        pair(out, type, "", 0, 0);
    }

    private static byte[] finished(ByteBuffer out) {
        return PackedBytes.sealed(written(out));
    }

    private static byte[] written(ByteBuffer out) {
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }
}
