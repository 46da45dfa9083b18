package io.sriov.pci;

/// The configuration space of one PCI function: 4,096 bytes of little-endian registers (PCIe 6.0
/// §7.2).
///
/// The contract of every implementation:
///
/// * An access is 1, 2 or 4 bytes wide and aligned to its width; a value is unsigned and fits its
///   width.
/// * Where no function answers, and beyond the end of a space shorter than 4,096 bytes, a read
///   gives all ones and a write is lost, as on a real bus (PCIe 6.0 §2.3.2). Neither is an error.
/// * A write reaches the device as one transaction of exactly that width: registers react to it, so
///   callers must not assume that what was written reads back.
/// * The port itself may fail for reasons of its platform (permissions, a device node gone);
///   implementations say which unchecked exception they then throw.
///
/// Implementations state whether they may be shared between threads; a caller that knows nothing
/// better keeps to one.
public interface ConfigSpace {
    /// The size of the whole space, in bytes: PCIe Extended Configuration Space included.
    int SIZE = 4096;

    /// The size of the PCI 3.0 compatible part, in bytes.
    int CONVENTIONAL_SIZE = 256;

    /// Reads a register.
    ///
    /// @param offset byte offset, 0..4095, a multiple of `width`
    /// @param width 1, 2 or 4 bytes
    /// @return the value, unsigned; all ones where nothing answers
    /// @throws IllegalArgumentException if the offset or width is not one described above
    long read(int offset, int width);

    /// Writes a register.
    ///
    /// @param offset byte offset, 0..4095, a multiple of `width`
    /// @param width 1, 2 or 4 bytes
    /// @param value the value, unsigned, of at most `width` bytes
    /// @throws IllegalArgumentException if one of the three is not as described above
    void write(int offset, int width, long value);

    /// Reads one byte, 0..255.
    default int read8(int offset) {
        return (int) read(offset, 1);
    }

    /// Reads two bytes, 0..65535.
    default int read16(int offset) {
        return (int) read(offset, 2);
    }

    /// Reads four bytes, 0..4294967295.
    default long read32(int offset) {
        return read(offset, 4);
    }

    /// Writes two bytes.
    default void write16(int offset, int value) {
        write(offset, 2, value);
    }

    /// Writes four bytes.
    default void write32(int offset, long value) {
        write(offset, 4, value);
    }

    /// Checks the offset and width of an access, for implementations.
    ///
    /// @throws IllegalArgumentException if the width is not 1, 2 or 4, the offset outside the space
    ///   or not aligned
    static void checkAccess(int offset, int width) {
        if (width != 1 && width != 2 && width != 4) {
            throw new IllegalArgumentException(
                    "a configuration access is 1, 2 or 4 bytes wide, not " + width);
        }
        if (offset < 0 || offset >= SIZE || offset % width != 0) {
            throw new IllegalArgumentException(
                    "offset " + offset + " is not a multiple of " + width + " in 0.." + (SIZE - 1));
        }
    }

    /// Checks offset, width and value of a write, for implementations.
    ///
    /// @throws IllegalArgumentException as [#checkAccess(int, int)], or if the value does not fit
    ///   the width
    static void checkWrite(int offset, int width, long value) {
        checkAccess(offset, width);
        if (value < 0 || value > allOnes(width)) {
            throw new IllegalArgumentException(
                    "value " + Long.toHexString(value) + "h does not fit " + width + " bytes");
        }
    }

    /// What an access of `width` bytes reads where nothing answers.
    ///
    /// @param width 1, 2 or 4 bytes
    static long allOnes(int width) {
        return (1L << (8 * width)) - 1;
    }
}
