package io.sriov.schema.nvlist;

import io.sriov.schema.utf8.EscapedUtf8;
import org.jspecify.annotations.Nullable;

/// A name with its value. Immutable and safe for use by several threads.
///
/// The name may be empty, and takes at most 2047 bytes of UTF-8 (`NV_NAME_MAX` with the NUL).
public final class NvPair {
    private final String name;
    private final NvValue value;
    private final int nameSize;
    private final long dataSize;
    private final long bodySize;

    private NvPair(String name, int nameSize, NvValue value) {
        this.name = name;
        this.value = value;
        this.nameSize = nameSize;
        this.dataSize = NvlistLayout.dataSize(value);
        this.bodySize = NvlistLayout.bodySize(value, dataSize);
    }

    /// {@return a pair}
    ///
    /// @param name the name, as the package description says of strings
    /// @param value the value
    /// @throws IllegalArgumentException if the name holds a NUL or is longer than 2047 bytes
    public static NvPair of(String name, NvValue value) {
        String canonical = NvlistLayout.packable(name, "name");
        int nameSize = EscapedUtf8.encodedLength(canonical) + 1;
        if (nameSize > NvlistLayout.NAME_MAX) {
            throw new IllegalArgumentException(
                    "name of "
                            + (nameSize - 1)
                            + " bytes, an nvlist takes at most "
                            + (NvlistLayout.NAME_MAX - 1));
        }
        return new NvPair(canonical, nameSize, value);
    }

    /// A pair whose name comes from packed bytes: it is canonical, and its size is known.
    static NvPair decoded(String name, int nameSize, NvValue value) {
        return new NvPair(name, nameSize, value);
    }

    /// {@return the name, spelled as given}
    public String name() {
        return name;
    }

    /// {@return the value}
    public NvValue value() {
        return value;
    }

    /// {@return the type of the value}
    public NvType type() {
        return value.type();
    }

    int nameSize() {
        return nameSize;
    }

    long dataSize() {
        return dataSize;
    }

    long packedSize() {
        return NvlistLayout.saturatedSum(NvlistLayout.PAIR_HEADER + (long) nameSize, bodySize);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NvPair that && name.equals(that.name) && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + value.hashCode();
    }

    @Override
    public String toString() {
        return name + "=" + value;
    }
}
