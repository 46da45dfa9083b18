package io.sriov.testkit.sim.bus;

import io.sriov.pci.ConfigSpace;
import io.sriov.pci.ConfigSpaceImage;
import java.util.Arrays;
import java.util.HexFormat;

/// The configuration registers of a real function, as they were read. Immutable and thread-safe.
public final class RegisterImage {
    private final byte[] bytes;

    private RegisterImage(byte[] bytes) {
        this.bytes = bytes;
    }

    /// {@return an image of a copy of `bytes`}
    ///
    /// @param bytes the registers from offset 0, 64 to 4,096 bytes in whole dwords
    /// @throws IllegalArgumentException if their number is another
    public static RegisterImage of(byte[] bytes) {
        if (bytes.length < 64 || bytes.length > ConfigSpace.SIZE || bytes.length % 4 != 0) {
            throw new IllegalArgumentException(
                    "a function has 64 to 4096 bytes of registers, not " + bytes.length);
        }
        return new RegisterImage(bytes.clone());
    }

    /// {@return a copy of the bytes}
    public byte[] toBytes() {
        return bytes.clone();
    }

    ConfigSpaceImage configSpace() {
        return ConfigSpaceImage.of(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RegisterImage that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// {@return the bytes in hexadecimal}
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
