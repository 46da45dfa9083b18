package io.sriov.schema.nvlist;

import io.sriov.schema.utf8.EscapedUtf8;

/// Sizes and numbers of the packed form (`struct nvlist_header` and `struct nvpair_header`, both
/// packed: nothing is aligned).
///
/// ```
/// struct nvlist_header { uint8_t magic, version, flags; uint64_t descriptors, size; };
/// struct nvpair_header { uint8_t type; uint16_t namesize; uint64_t datasize, nitems; };
/// ```
final class NvlistLayout {
    static final int MAGIC = 0x6c;
    static final int VERSION = 0;
    static final int FLAG_BIG_ENDIAN = 0x80;
    static final int PUBLIC_FLAGS = NvFlag.IGNORE_CASE.bit() | NvFlag.NO_UNIQUE.bit();

    static final int LIST_HEADER = 19;
    static final int LIST_FLAGS_AT = 2;
    static final int LIST_DESCRIPTORS_AT = 3;
    static final int LIST_SIZE_AT = 11;

    static final int PAIR_HEADER = 19;
    static final int PAIR_NAME_SIZE_AT = 1;
    static final int PAIR_DATA_SIZE_AT = 3;
    static final int PAIR_ITEMS_AT = 11;

    /// `NV_NAME_MAX`: the most bytes of a name, its NUL included.
    static final int NAME_MAX = 2048;

    /// The pair type that ends an element of an nvlist array.
    static final int ARRAY_NEXT = 254;

    /// The pair type that ends a nested nvlist.
    static final int UP = 255;

    /// A terminating pair: a header and an empty name.
    static final int TERMINATOR = PAIR_HEADER + 1;

    private NvlistLayout() {}

    /// {@return the canonical form of a text that is to be packed}
    ///
    /// @param what what a message calls it
    /// @throws IllegalArgumentException if the text holds a NUL
    static String packable(String text, String what) {
        int nul = text.indexOf(0);
        if (nul >= 0) {
            throw new IllegalArgumentException(
                    what + " holds a NUL at index " + nul + "; strings of an nvlist end at a NUL");
        }
        return EscapedUtf8.canonical(text);
    }

    /// {@return the `datasize` libnv writes in the header of a pair with this value}
    ///
    /// For a nested list libnv since 2024 writes the size of the list without its terminator;
    /// before, it wrote a larger number that also covered what follows the list. No reader looks at
    /// it beyond checking that it is neither 0 nor larger than what is left.
    static long dataSize(NvValue value) {
        return switch (value.type()) {
            case NULL, NVLIST_ARRAY -> 0;
            case BOOL -> 1;
            case NUMBER -> Long.BYTES;
            case STRING -> EscapedUtf8.encodedLength(((NvValue.Text) value).value()) + 1L;
            case NVLIST -> LIST_HEADER + ((Nvlist) value).contentSize();
            case BINARY -> ((NvValue.Binary) value).size();
            case BOOL_ARRAY -> ((NvValue.BoolArray) value).values().size();
            case NUMBER_ARRAY -> (long) Long.BYTES * ((NvValue.NumberArray) value).size();
            case STRING_ARRAY -> {
                long size = 0;
                for (String text : ((NvValue.TextArray) value).values()) {
                    size += EscapedUtf8.encodedLength(text) + 1L;
                }
                yield size;
            }
            case DESCRIPTOR, DESCRIPTOR_ARRAY -> throw noDescriptors();
        };
    }

    /// {@return the number of bytes that follow the name of a pair with this value}
    static long bodySize(NvValue value, long dataSize) {
        return switch (value.type()) {
            case NVLIST -> saturatedSum(dataSize, TERMINATOR);
            case NVLIST_ARRAY -> {
                long size = 0;
                for (Nvlist element : ((NvValue.NvlistArray) value).values()) {
                    size = saturatedSum(size, LIST_HEADER + element.contentSize() + TERMINATOR);
                }
                yield size;
            }
            default -> dataSize;
        };
    }

    /// A list shared many times over inside itself can ask for more bytes than fit a `long`; sums
    /// stop short of overflowing.
    static long saturatedSum(long a, long b) {
        return Math.min(a + b, Long.MAX_VALUE / 4);
    }

    static AssertionError noDescriptors() {
        return new AssertionError("no value is a descriptor");
    }
}
