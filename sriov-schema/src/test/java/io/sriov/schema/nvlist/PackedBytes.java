package io.sriov.schema.nvlist;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;

/// Packed bytes with the places of the headers in them, found by following types and sizes alone,
/// as far as they can be followed. Knows nothing of values and checks nothing.
final class PackedBytes {
    private static final int LIST_HEADER = 19;
    private static final int PAIR_HEADER = 19;
    private static final int TERMINATOR = 20;

    private static final int NVLIST = 5;
    private static final int BOOL_ARRAY = 8;
    private static final int NVLIST_ARRAY = 11;
    private static final int ARRAY_NEXT = 254;
    private static final int UP = 255;

    private final ByteBuffer bytes;
    private final List<Integer> lists = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();
    private final ArrayDeque<Pair> open = new ArrayDeque<>();
    private final List<Integer> endings = new ArrayList<>();

    /// A pair other than a terminator. The data of a list ends before its terminator.
    private static final class Pair {
        final int at;
        final int type;
        final int data;
        int end;
        long lists;

        Pair(int at, int type, int data, long lists) {
            this.at = at;
            this.type = type;
            this.data = data;
            this.lists = lists;
        }
    }

    private PackedBytes(byte[] copied) {
        boolean bigEndian = copied.length >= LIST_HEADER && copied[2] < 0;
        bytes =
                ByteBuffer.wrap(copied.clone())
                        .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int at = list(0);
        while (bytes.limit() - at >= TERMINATOR) {
            int next = pair(at);
            if (next < 0) {
                break;
            }
            at = next;
        }
        open.forEach(pair -> pair.end = bytes.limit());
    }

    private int list(int at) {
        if (bytes.limit() - at < LIST_HEADER) {
            return bytes.limit();
        }
        lists.add(at);
        return at + LIST_HEADER;
    }

    /// {@return where the next pair begins, negative if that cannot be told}
    private int pair(int at) {
        int type = bytes.get(at) & 0xff;
        int data = at + PAIR_HEADER + (bytes.getShort(at + 1) & 0xffff);
        if (data > bytes.limit()) {
            return -1;
        }
        if (type >= ARRAY_NEXT) {
            return open.isEmpty() ? -1 : terminator(at, type, data);
        }
        Pair pair = new Pair(at, type, data, type == NVLIST_ARRAY ? bytes.getLong(at + 11) : 1);
        pairs.add(pair);
        if (type == NVLIST || type == NVLIST_ARRAY) {
            open.push(pair);
            return list(data);
        }
        long dataSize = bytes.getLong(at + 3);
        if (Long.compareUnsigned(dataSize, bytes.limit() - data) > 0) {
            return -1;
        }
        pair.end = data + (int) dataSize;
        return pair.end;
    }

    private int terminator(int at, int type, int next) {
        Pair ended = open.element();
        ended.lists--;
        if (type == ARRAY_NEXT && ended.lists > 0) {
            return list(next);
        }
        ended.end = at;
        open.pop();
        endings.add(at);
        return next;
    }

    /// {@return where the last pair or terminator begins that does not begin after a place; the
    /// place itself where there is none}
    static int pairStart(byte[] bytes, int place) {
        PackedBytes packed = new PackedBytes(bytes);
        return Stream.concat(packed.pairs.stream().map(pair -> pair.at), packed.endings.stream())
                .filter(at -> at <= place)
                .max(Comparator.naturalOrder())
                .orElse(place);
    }

    /// {@return the bytes with the size of every list set to what it must be}
    static byte[] sealed(byte[] bytes) {
        PackedBytes packed = new PackedBytes(bytes);
        packed.seal();
        return packed.bytes.array();
    }

    private void seal() {
        for (int list : lists) {
            bytes.putLong(list + 11, bytes.limit() - list - LIST_HEADER);
        }
    }

    /// {@return the one spelling libnv has of bytes that can be read: with the terminators that are
    /// missing at the end, and what no reader looks at as libnv writes it}
    static byte[] canonical(byte[] readable) {
        PackedBytes packed = new PackedBytes(new PackedBytes(readable).withTerminators());
        packed.seal();
        packed.setIdle(_ -> 0, _ -> 0, _ -> 1);
        for (Pair pair : packed.pairs) {
            if (pair.type == NVLIST) {
                packed.bytes.putLong(pair.at + 3, pair.end - pair.data);
            } else if (pair.type == NVLIST_ARRAY) {
                packed.bytes.putLong(pair.at + 3, 0);
            }
        }
        return packed.bytes.array();
    }

    private byte[] withTerminators() {
        ByteBuffer more =
                ByteBuffer.allocate(bytes.limit() + open.size() * TERMINATOR).order(bytes.order());
        more.put(bytes.duplicate().rewind());
        for (Pair pair : open) {
            more.put((byte) (pair.type == NVLIST ? UP : ARRAY_NEXT)).putShort((short) 1);
            more.position(more.position() + TERMINATOR - 3);
        }
        return more.array();
    }

    /// {@return bytes that mean the same as these, with other content of all that no reader looks
    /// at, and without some of the terminators at the very end}
    ///
    /// @param bits any bits, for a place in the bytes
    static byte[] respelled(byte[] readable, LongUnaryOperator bits) {
        PackedBytes whole = new PackedBytes(readable);
        int end = readable.length;
        for (int ending : whole.endings.reversed()) {
            if (ending + TERMINATOR == end && bits.applyAsLong(end) % 3 != 0) {
                end = ending;
            }
        }
        PackedBytes packed = new PackedBytes(Arrays.copyOf(readable, end));
        packed.seal();
        packed.setIdle(bits, bits, at -> 1 + (bits.applyAsLong(at) & 0x7f));
        for (Pair pair : packed.pairs) {
            if (pair.type == NVLIST) {
                packed.bytes.putLong(pair.at + 3, 1 + below(end - pair.data, bits, pair.at));
            } else if (pair.type == NVLIST_ARRAY) {
                packed.bytes.putLong(pair.at + 3, below(end - pair.data, bits, pair.at));
            }
        }
        return packed.bytes.array();
    }

    private static long below(int bound, LongUnaryOperator bits, int at) {
        return Long.remainderUnsigned(bits.applyAsLong(at), bound);
    }

    /// Sets versions, the item counts of pairs that are no arrays, and the items of bool arrays
    /// that are true.
    private void setIdle(
            LongUnaryOperator version, LongUnaryOperator items, LongUnaryOperator truth) {
        for (int list : lists) {
            bytes.put(list + 1, (byte) version.applyAsLong(list));
        }
        for (Pair pair : pairs) {
            if (pair.type < BOOL_ARRAY) {
                bytes.putLong(pair.at + 11, items.applyAsLong(pair.at));
            }
            for (int i = pair.data; pair.type == BOOL_ARRAY && i < pair.end; i++) {
                bytes.put(i, (byte) (bytes.get(i) == 0 ? 0 : truth.applyAsLong(i)));
            }
        }
    }
}
