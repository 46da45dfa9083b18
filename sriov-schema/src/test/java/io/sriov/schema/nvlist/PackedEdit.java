package io.sriov.schema.nvlist;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// A change of packed bytes: anywhere, or from the start of one pair to the start of another.
///
/// @param place where, modulo the length of the bytes
/// @param length how many bytes, where `kind` does not tell
record PackedEdit(Kind kind, int place, int length, boolean wholePairs, List<Byte> content) {
    enum Kind {
        OVERWRITE,
        DELETE,
        INSERT,
        REPEAT,
        TRUNCATE,
        SPLICE
    }

    static Arbitrary<PackedEdit> edits() {
        Arbitrary<Byte> telling =
                Arbitraries.of(0, 1, 2, 5, 8, 9, 10, 11, 12, 0x61, 0x6c, 0x7f, 0x80, 0xfe, 0xff)
                        .map(Integer::byteValue);
        return Combinators.combine(
                        Arbitraries.of(Kind.values()),
                        Arbitraries.integers().between(0, 1 << 20),
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.of(true, false),
                        Arbitraries.oneOf(Arbitraries.bytes(), telling)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(8))
                .as(PackedEdit::new);
    }

    /// {@return the bytes with this change}
    ///
    /// @param donor other packed bytes, whose end a splice takes
    byte[] apply(byte[] bytes, byte[] donor) {
        int at = start(bytes, place);
        int end = Math.max(at, start(bytes, at + length));
        byte[] nothing = {};
        return switch (kind) {
            case OVERWRITE -> {
                byte[] changed = bytes.clone();
                for (int i = 0; i < content.size() && at + i < bytes.length; i++) {
                    changed[at + i] = content.get(i);
                }
                yield changed;
            }
            case DELETE -> joined(bytes, at, nothing, bytes, end);
            case INSERT -> joined(bytes, at, inserted(), bytes, at);
            case REPEAT -> joined(bytes, end, nothing, bytes, at);
            case TRUNCATE -> Arrays.copyOf(bytes, at);
            case SPLICE -> joined(bytes, at, nothing, donor, start(donor, place / 3));
        };
    }

    private byte[] inserted() {
        byte[] bytes = new byte[content.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = content.get(i);
        }
        return bytes;
    }

    private int start(byte[] bytes, int place) {
        int at = place % (bytes.length + 1);
        return wholePairs ? PackedBytes.pairStart(bytes, at) : at;
    }

    private static byte[] joined(
            byte[] head, int headEnd, byte[] middle, byte[] tail, int tailStart) {
        byte[] all = new byte[headEnd + middle.length + tail.length - tailStart];
        System.arraycopy(head, 0, all, 0, headEnd);
        System.arraycopy(middle, 0, all, headEnd, middle.length);
        System.arraycopy(tail, tailStart, all, headEnd + middle.length, tail.length - tailStart);
        return all;
    }
}
