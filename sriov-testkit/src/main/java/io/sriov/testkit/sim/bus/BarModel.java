package io.sriov.testkit.sim.bus;

import io.sriov.pci.ConfigSpace;
import io.sriov.pci.VfBar;

/// A BAR, or a VF BAR, that a device implements.
///
/// @param index which BAR register, 0..5; a 64-bit one takes the next too
/// @param is64Bit whether its address has 64 bits
/// @param prefetchable whether reads have no side effects
/// @param size bytes, a power of two of at least 16; for a VF BAR what one VF has
public record BarModel(int index, boolean is64Bit, boolean prefetchable, long size) {
    /// @throws IllegalArgumentException if the index, the size, or a 64-bit BAR in the last
    ///   register is impossible
    public BarModel {
        if (index < 0 || index > 5 || (is64Bit && index == 5)) {
            throw new IllegalArgumentException(
                    "no " + (is64Bit ? "64-bit " : "") + "BAR can be BAR " + index);
        }
        boolean fits = is64Bit || size < 1L << 32;
        if (Long.bitCount(size) != 1 || size < 16 || !fits) {
            throw new IllegalArgumentException(
                    "no "
                            + (is64Bit ? "" : "32-bit ")
                            + "BAR has "
                            + size
                            + " bytes: it has a power of two, from 16"
                            + (is64Bit ? "" : " to 2 GiB"));
        }
    }

    /// {@return a 64-bit prefetchable BAR, as most VFs have them}
    ///
    /// @param index which BAR register, 0..4
    /// @param size bytes, a power of two
    public static BarModel wide(int index, long size) {
        return new BarModel(index, true, true, size);
    }

    /// {@return a 32-bit BAR}
    ///
    /// @param index which BAR register, 0..5
    /// @param size bytes, a power of two below 2^32
    public static BarModel narrow(int index, long size) {
        return new BarModel(index, false, false, size);
    }

    /// What the low bits of the register always read.
    long flags() {
        return (is64Bit ? VfBar.TYPE_64_BIT : 0) | (prefetchable ? VfBar.PREFETCHABLE : 0);
    }

    /// Which bits of the register take an address, when the BAR decodes `bytes`.
    long lowMask(long bytes) {
        return -bytes & ~VfBar.FLAGS & ConfigSpace.allOnes(4);
    }

    /// Which bits of the register behind it do.
    long highMask(long bytes) {
        return is64Bit ? -bytes >>> 32 : 0;
    }
}
