package io.sriov.schema.nvlist;

import static io.sriov.schema.nvlist.NvlistLayout.LIST_HEADER;
import static io.sriov.schema.nvlist.NvlistLayout.PAIR_HEADER;

import io.sriov.schema.nvlist.NvlistFormatException.Rule;
import io.sriov.schema.utf8.EscapedUtf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a packed nvlist as `nvlist_unpack` does, of either byte order.
///
/// Any bytes whatsoever either give a list or an [NvlistFormatException]; time and memory are
/// linear in their number: every step of the loop moves on by a pair of at least 20 bytes and looks
/// at its bytes a fixed number of times, names are looked up in a [NameIndex], and nothing is given
/// room before the bytes that fill it are there. The checks are those of libnv in libnv's order,
/// and a few more, listed at [Rule]. Packing the list again gives the same bytes, except for what
/// libnv passes over in bytes that it did not write itself:
///
/// - the version in a header,
/// - the data size of a nested list or an array of lists (older releases of libnv write another for
///   nested lists),
/// - the item count of a pair that is no array,
/// - items of a bool array other than 0 and 1, which are true,
/// - terminators that are missing at the very end.
public final class NvlistUnpacker {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final List<NvType> TYPES = List.of(NvType.values());

    private final byte[] in;
    private final NameCache names = new NameCache();
    private final ArrayDeque<Open> open = new ArrayDeque<>();
    private boolean bigEndian;
    private int at;

    // The pair being read.
    private int start;
    private int nameSize;
    private int dataSize;
    private long items;
    private String name = "";

    private NvlistUnpacker(byte[] in) {
        this.in = in;
    }

    /// {@return the list that is packed in bytes, its outermost flags being exactly those expected}
    ///
    /// @param bytes the packed list, from the first byte to the last
    /// @param expected the flags of the list, none or several
    /// @throws NvlistFormatException if the bytes are not a packed list, or one with other flags
    public static Nvlist unpack(byte[] bytes, NvFlag... expected) {
        return new NvlistUnpacker(bytes).root(NvFlag.set(NvFlag.bits(expected)));
    }

    /// {@return the list that is packed in bytes, with whatever flags}
    ///
    /// @param bytes the packed list, from the first byte to the last
    /// @throws NvlistFormatException if the bytes are not a packed list
    public static Nvlist unpackAnyFlags(byte[] bytes) {
        return new NvlistUnpacker(bytes).root(null);
    }

    /// A list whose end has not been met. `array` holds the elements before it, for an element of
    /// an array.
    private record Open(
            Nvlist.Builder list,
            String name,
            int nameSize,
            @Nullable List<Nvlist> array,
            long items) {}

    private Nvlist root(@Nullable Set<NvFlag> expected) {
        Nvlist.Builder list = listHeader(true);
        if (expected != null && !list.flags().equals(expected)) {
            throw wrong(
                    Rule.FLAGS_UNEXPECTED,
                    NvlistLayout.LIST_FLAGS_AT,
                    "the list has flags " + list.flags() + ", expected are " + expected);
        }
        open.push(new Open(list, "", 0, null, 0));
        while (at < in.length) {
            pair();
        }
        while (open.size() > 1) {
            close();
        }
        return open.pop().list().build();
    }

    private Nvlist.Builder listHeader(boolean outermost) {
        int header = at;
        if (in.length - at < LIST_HEADER) {
            throw wrong(
                    Rule.HEADER_TRUNCATED,
                    at,
                    "a list begins here, its header takes "
                            + LIST_HEADER
                            + " bytes, "
                            + (in.length - at)
                            + " are left");
        }
        if (in[header] != NvlistLayout.MAGIC) {
            throw wrong(Rule.MAGIC, header, "a list begins with 0x6c, here is " + hex(in[header]));
        }
        int flags = in[header + NvlistLayout.LIST_FLAGS_AT] & 0xff;
        if ((flags & ~(NvlistLayout.PUBLIC_FLAGS | NvlistLayout.FLAG_BIG_ENDIAN)) != 0) {
            throw wrong(
                    Rule.FLAGS_UNKNOWN,
                    header + NvlistLayout.LIST_FLAGS_AT,
                    "unknown flags in " + hex((byte) flags));
        }
        boolean big = (flags & NvlistLayout.FLAG_BIG_ENDIAN) != 0;
        if (outermost) {
            bigEndian = big;
        } else if (big != bigEndian) {
            throw wrong(
                    Rule.BYTE_ORDER_MIXED,
                    header + NvlistLayout.LIST_FLAGS_AT,
                    "the list is of another byte order than the one around it");
        }
        long size = getLong(header + NvlistLayout.LIST_SIZE_AT);
        int left = in.length - header - LIST_HEADER;
        if (size != left) {
            throw wrong(
                    Rule.SIZE,
                    header + NvlistLayout.LIST_SIZE_AT,
                    "the header counts "
                            + Long.toUnsignedString(size)
                            + " bytes behind it, there are "
                            + left);
        }
        long descriptors = getLong(header + NvlistLayout.LIST_DESCRIPTORS_AT);
        if (descriptors != 0) {
            throw wrong(
                    Rule.DESCRIPTORS,
                    header + NvlistLayout.LIST_DESCRIPTORS_AT,
                    "the list has "
                            + Long.toUnsignedString(descriptors)
                            + " file descriptors, which do not travel in bytes");
        }
        at += LIST_HEADER;
        return Nvlist.builder(flags & NvlistLayout.PUBLIC_FLAGS);
    }

    private void pair() {
        start = at;
        int left = in.length - at;
        if (left < PAIR_HEADER) {
            throw wrong(
                    Rule.PAIR_TRUNCATED,
                    start,
                    "a pair begins here, its header takes "
                            + PAIR_HEADER
                            + " bytes, "
                            + left
                            + " are left");
        }
        int code = in[start] & 0xff;
        if (code == 0 || (code > TYPES.size() && code < NvlistLayout.ARRAY_NEXT)) {
            throw wrong(Rule.TYPE, start, "there is no pair of type " + code);
        }
        nameAndSizes();
        if (code >= NvlistLayout.ARRAY_NEXT) {
            terminator(code);
            return;
        }
        NvType type = TYPES.get(code - 1);
        switch (type) {
            case NVLIST -> openList();
            case NVLIST_ARRAY -> openArray();
            default -> {
                NvValue value = value(type);
                requireFree();
                open.element().list().append(NvPair.decoded(name, nameSize, value));
                at += dataSize;
            }
        }
    }

    private void nameAndSizes() {
        int sizeAt = start + NvlistLayout.PAIR_NAME_SIZE_AT;
        short size = (short) SHORT.get(in, sizeAt);
        nameSize = Short.toUnsignedInt(bigEndian ? Short.reverseBytes(size) : size);
        int nameAt = start + PAIR_HEADER;
        int left = in.length - nameAt;
        if (nameSize > NvlistLayout.NAME_MAX) {
            throw wrong(
                    Rule.NAME_TOO_LONG,
                    sizeAt,
                    "a name of "
                            + nameSize
                            + " bytes, at most "
                            + NvlistLayout.NAME_MAX
                            + " are allowed");
        }
        if (left < nameSize) {
            throw wrong(
                    Rule.NAME_TRUNCATED,
                    sizeAt,
                    "a name of " + nameSize + " bytes, " + left + " are left");
        }
        int nul = nul(nameAt, nameAt + nameSize);
        if (nul != nameAt + nameSize - 1) {
            throw wrong(
                    Rule.NAME_NUL,
                    Math.min(nul, nameAt + nameSize),
                    "the name of " + nameSize + " bytes does not have its one NUL at the end");
        }
        name = names.decode(in, nameAt, nul);
        at = nameAt + nameSize;
        long data = getLong(start + NvlistLayout.PAIR_DATA_SIZE_AT);
        left = in.length - at;
        if (Long.compareUnsigned(data, left) > 0) {
            throw wrongPair(
                    Rule.DATA_TRUNCATED,
                    start + NvlistLayout.PAIR_DATA_SIZE_AT,
                    Long.toUnsignedString(data) + " bytes of data, " + left + " are left");
        }
        dataSize = (int) data;
        items = getLong(start + NvlistLayout.PAIR_ITEMS_AT);
    }

    private NvValue value(NvType type) {
        return switch (type) {
            case NULL -> {
                requireDataSize(0);
                yield NvValue.Null.NULL;
            }
            case BOOL -> {
                requireDataSize(1);
                if (in[at] != 0 && in[at] != 1) {
                    throw wrongPair(Rule.BOOL, at, "a bool is 0 or 1, here is " + hex(in[at]));
                }
                yield NvValue.Bool.of(in[at] == 1);
            }
            case NUMBER -> {
                requireDataSize(Long.BYTES);
                yield new NvValue.Uint64(getLong(at));
            }
            case STRING -> {
                requireData();
                int nul = nul(at, at + dataSize);
                if (nul != at + dataSize - 1) {
                    throw wrongPair(
                            Rule.STRING_NUL,
                            nul,
                            "the string of "
                                    + dataSize
                                    + " bytes does not have its one NUL at the end");
                }
                yield new NvValue.Text(EscapedUtf8.decode(in, at, nul));
            }
            case BINARY -> {
                requireData();
                yield NvValue.Binary.copyOf(in, at, at + dataSize);
            }
            case BOOL_ARRAY -> {
                requireItems(1);
                ArrayList<Boolean> values = new ArrayList<>(dataSize);
                for (int i = 0; i < dataSize; i++) {
                    values.add(in[at + i] != 0);
                }
                yield new NvValue.BoolArray(values);
            }
            case NUMBER_ARRAY -> {
                requireItems(Long.BYTES);
                long[] values = new long[(int) items];
                for (int i = 0; i < values.length; i++) {
                    values[i] = getLong(at + i * Long.BYTES);
                }
                yield NvValue.NumberArray.owning(values);
            }
            case STRING_ARRAY -> strings();
            case DESCRIPTOR, DESCRIPTOR_ARRAY ->
                    throw wrongPair(
                            Rule.DESCRIPTORS,
                            start,
                            "a file descriptor, which does not travel in bytes");
            case NVLIST, NVLIST_ARRAY -> throw new AssertionError(type);
        };
    }

    private NvValue strings() {
        requireData();
        int itemsAt = start + NvlistLayout.PAIR_ITEMS_AT;
        if (items == 0) {
            throw wrongPair(Rule.ARRAY_ITEMS, itemsAt, "an array without items");
        }
        int end = at + dataSize;
        int from = at;
        ArrayList<String> values = new ArrayList<>();
        while (from < end) {
            int nul = nul(from, end);
            if (nul == end) {
                throw wrongPair(
                        Rule.STRING_NUL, end, "the last of the strings has no NUL at its end");
            }
            values.add(EscapedUtf8.decode(in, from, nul));
            from = nul + 1;
        }
        if (values.size() != items) {
            throw wrongPair(
                    Rule.ARRAY_ITEMS,
                    itemsAt,
                    values.size()
                            + " strings in an array of "
                            + Long.toUnsignedString(items)
                            + " items");
        }
        return new NvValue.TextArray(values);
    }

    private void openList() {
        requireData();
        Nvlist.Builder list = listHeader(false);
        requireFree();
        push(new Open(list, name, nameSize, null, 0));
    }

    private void openArray() {
        int left = in.length - at;
        if (items == 0 || Long.compareUnsigned(items, left / LIST_HEADER) > 0) {
            throw wrongPair(
                    Rule.ARRAY_ITEMS,
                    start + NvlistLayout.PAIR_ITEMS_AT,
                    "an array of " + Long.toUnsignedString(items) + " lists in " + left + " bytes");
        }
        Nvlist.Builder list = listHeader(false);
        requireFree();
        push(new Open(list, name, nameSize, new ArrayList<>(), items));
    }

    private void push(Open opened) {
        if (open.size() == Nvlist.MAX_DEPTH) {
            throw wrongPair(
                    Rule.DEPTH, start, "lists nest more than " + Nvlist.MAX_DEPTH + " deep");
        }
        open.push(opened);
    }

    private void terminator(int code) {
        if (nameSize != 1 || dataSize != 0 || items != 0) {
            throw wrong(
                    Rule.TERMINATOR_CONTENT, start, "the end of a list has a name, data or items");
        }
        if (open.size() == 1) {
            throw wrong(
                    Rule.TERMINATOR_AT_TOP,
                    start,
                    "the end of a list where none is open but the outermost");
        }
        Open ended = open.element();
        if (ended.array() == null ? code != NvlistLayout.UP : code != NvlistLayout.ARRAY_NEXT) {
            throw wrong(
                    Rule.TERMINATOR_KIND,
                    start,
                    "'"
                            + ended.name()
                            + "' is "
                            + (ended.array() == null
                                    ? "a list, but ends like an element of an array"
                                    : "an array, but ends like a list"));
        }
        if (ended.array() != null && ended.array().size() + 1 < ended.items()) {
            open.pop();
            ended.array().add(ended.list().build());
            Nvlist.Builder next = listHeader(false);
            open.push(new Open(next, ended.name(), ended.nameSize(), ended.array(), ended.items()));
        } else {
            close();
        }
    }

    private void close() {
        Open ended = open.pop();
        NvValue value = ended.list().build();
        List<Nvlist> array = ended.array();
        if (array != null) {
            array.add((Nvlist) value);
            if (array.size() != ended.items()) {
                throw wrong(
                        Rule.ARRAY_INCOMPLETE,
                        at,
                        "'"
                                + ended.name()
                                + "' ends after "
                                + array.size()
                                + " of "
                                + ended.items()
                                + " lists");
            }
            value = new NvValue.NvlistArray(array);
        }
        open.element().list().append(NvPair.decoded(ended.name(), ended.nameSize(), value));
    }

    private void requireFree() {
        if (!open.element().list().isFree(name)) {
            throw wrongPair(Rule.DUPLICATE_NAME, start, "the name is in the list already");
        }
    }

    private void requireData() {
        if (dataSize == 0) {
            throw wrongPair(Rule.DATA_SIZE, start + NvlistLayout.PAIR_DATA_SIZE_AT, "no data");
        }
    }

    private void requireDataSize(int size) {
        if (dataSize != size) {
            throw wrongPair(
                    Rule.DATA_SIZE,
                    start + NvlistLayout.PAIR_DATA_SIZE_AT,
                    dataSize + " bytes of data, its type takes " + size);
        }
    }

    private void requireItems(int itemSize) {
        if (items == 0
                || Long.compareUnsigned(items, dataSize) > 0
                || items * itemSize != dataSize) {
            throw wrongPair(
                    Rule.ARRAY_ITEMS,
                    start + NvlistLayout.PAIR_ITEMS_AT,
                    dataSize
                            + " bytes of data in an array of "
                            + Long.toUnsignedString(items)
                            + " items");
        }
    }

    /// {@return the index of the first NUL, or the end if there is none}
    private int nul(int from, int to) {
        int i = from;
        while (i < to && in[i] != 0) {
            i++;
        }
        return i;
    }

    private long getLong(int index) {
        long value = (long) LONG.get(in, index);
        return bigEndian ? Long.reverseBytes(value) : value;
    }

    private NvlistFormatException wrongPair(Rule rule, int offset, String message) {
        return wrong(rule, offset, "pair '" + name + "': " + message);
    }

    private static NvlistFormatException wrong(Rule rule, int offset, String message) {
        return new NvlistFormatException(rule, offset, message);
    }

    private static String hex(byte value) {
        return "0x" + Integer.toHexString(value & 0xff);
    }
}
