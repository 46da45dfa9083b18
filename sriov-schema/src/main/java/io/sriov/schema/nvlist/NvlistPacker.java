package io.sriov.schema.nvlist;

import static io.sriov.schema.nvlist.NvlistLayout.LIST_HEADER;

import io.sriov.schema.utf8.EscapedUtf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Writes an nvlist as `nvlist_pack` does, byte for byte as libnv of FreeBSD 15.
///
/// Takes time and memory linear in the size of the result, where libnv takes quadratic time. Every
/// value has a packed form, so packing fails only where the result would not fit a Java array.
public final class NvlistPacker {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// The longest array every JVM can make.
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final byte[] out;
    private final boolean bigEndian;
    private int at;

    private NvlistPacker(byte[] out, boolean bigEndian) {
        this.out = out;
        this.bigEndian = bigEndian;
    }

    /// {@return the packed form of a list, in little-endian order, whatever the machine this runs
    /// on}
    ///
    /// @param list the list
    /// @throws IllegalArgumentException if the packed form would be longer than a Java array can be
    ///   (2 GiB)
    public static byte[] pack(Nvlist list) {
        return pack(list, ByteOrder.LITTLE_ENDIAN);
    }

    /// {@return the packed form of a list as a machine of a byte order writes it}
    ///
    /// A reader of the other order swaps the bytes, as the flags of the headers tell it to; but
    /// libnv does not swap the item counts of arrays, and refuses them.
    ///
    /// @param list the list
    /// @param order the byte order
    /// @throws IllegalArgumentException if the packed form would be longer than a Java array can be
    ///   (2 GiB)
    public static byte[] pack(Nvlist list, ByteOrder order) {
        long size = list.packedSize();
        if (size > LONGEST_ARRAY) {
            throw new IllegalArgumentException(
                    "the list takes "
                            + size
                            + " bytes packed, at most "
                            + LONGEST_ARRAY
                            + " are possible");
        }
        NvlistPacker packer = new NvlistPacker(new byte[(int) size], order == ByteOrder.BIG_ENDIAN);
        packer.list(list);
        return packer.out;
    }

    private void list(Nvlist list) {
        out[at] = NvlistLayout.MAGIC;
        out[at + 1] = NvlistLayout.VERSION;
        out[at + 2] = (byte) (list.flagBits() | (bigEndian ? NvlistLayout.FLAG_BIG_ENDIAN : 0));
        // The size counts to the end of the whole buffer, in nested lists too. There are never
        // descriptors: that field stays 0.
        putLong(at + NvlistLayout.LIST_SIZE_AT, out.length - at - LIST_HEADER);
        at += LIST_HEADER;
        var pairs = list.pairs();
        for (int i = 0; i < pairs.size(); i++) {
            pair(pairs.get(i));
        }
    }

    private void pair(NvPair pair) {
        NvValue value = pair.value();
        header(value.type().code(), pair.nameSize(), pair.dataSize(), items(value));
        at = EscapedUtf8.encode(pair.name(), out, at) + 1;
        body(value);
    }

    private void header(int type, int nameSize, long dataSize, long items) {
        out[at] = (byte) type;
        short size = (short) nameSize;
        SHORT.set(
                out,
                at + NvlistLayout.PAIR_NAME_SIZE_AT,
                bigEndian ? Short.reverseBytes(size) : size);
        putLong(at + NvlistLayout.PAIR_DATA_SIZE_AT, dataSize);
        if (items != 0) {
            putLong(at + NvlistLayout.PAIR_ITEMS_AT, items);
        }
        at += NvlistLayout.PAIR_HEADER;
    }

    private static long items(NvValue value) {
        return switch (value.type()) {
            case BOOL_ARRAY -> ((NvValue.BoolArray) value).values().size();
            case NUMBER_ARRAY -> ((NvValue.NumberArray) value).size();
            case STRING_ARRAY -> ((NvValue.TextArray) value).values().size();
            case NVLIST_ARRAY -> ((NvValue.NvlistArray) value).values().size();
            default -> 0;
        };
    }

    private void body(NvValue value) {
        switch (value.type()) {
            case NULL -> {}
            case BOOL -> out[at++] = bit(((NvValue.Bool) value).value());
            case NUMBER -> number(((NvValue.Uint64) value).value());
            case STRING -> at = EscapedUtf8.encode(((NvValue.Text) value).value(), out, at) + 1;
            case BINARY -> {
                byte[] bytes = ((NvValue.Binary) value).shared();
                System.arraycopy(bytes, 0, out, at, bytes.length);
                at += bytes.length;
            }
            case NVLIST -> {
                list((Nvlist) value);
                terminator(NvlistLayout.UP);
            }
            case BOOL_ARRAY -> {
                for (boolean item : ((NvValue.BoolArray) value).values()) {
                    out[at++] = bit(item);
                }
            }
            case NUMBER_ARRAY -> {
                NvValue.NumberArray numbers = (NvValue.NumberArray) value;
                for (int i = 0; i < numbers.size(); i++) {
                    number(numbers.get(i));
                }
            }
            case STRING_ARRAY -> {
                for (String item : ((NvValue.TextArray) value).values()) {
                    at = EscapedUtf8.encode(item, out, at) + 1;
                }
            }
            case NVLIST_ARRAY -> {
                for (Nvlist item : ((NvValue.NvlistArray) value).values()) {
                    list(item);
                    terminator(NvlistLayout.ARRAY_NEXT);
                }
            }
            case DESCRIPTOR, DESCRIPTOR_ARRAY -> throw NvlistLayout.noDescriptors();
        }
    }

    private void number(long value) {
        putLong(at, value);
        at += Long.BYTES;
    }

    private void terminator(int type) {
        header(type, 1, 0, 0);
        at++;
    }

    private void putLong(int index, long value) {
        LONG.set(out, index, bigEndian ? Long.reverseBytes(value) : value);
    }

    private static byte bit(boolean value) {
        return (byte) (value ? 1 : 0);
    }
}
