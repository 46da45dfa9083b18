package io.sriov.pci;

import java.util.ArrayList;
import java.util.List;

/// One VF BAR of a PF: a window in which every VF of the PF has an aperture of the same size, one
/// after the other (PCIe 6.0 §9.2.1.1.1). VF `i` has its aperture at `base + i * size`.
///
/// Immutable. Addresses and sizes are unsigned 64-bit values.
///
/// @param index which VF BAR register, 0..5; a 64-bit BAR takes the next one too
/// @param is64Bit whether the address has 64 bits
/// @param prefetchable whether reads have no side effects
/// @param base the address of the window, 0 if none was assigned
/// @param size the size of one VF's aperture in bytes, a power of two, or 0 where it is not known
public record VfBar(int index, boolean is64Bit, boolean prefetchable, long base, long size) {
    /// The bits of a memory BAR register that are not address (PCIe 6.0 §7.5.1.2.1).
    public static final long FLAGS = 0xf;

    /// BAR bits 2:1: type. Value 2 is a 64-bit address.
    public static final long TYPE = 0x6;

    /// BAR type 64 bits.
    public static final long TYPE_64_BIT = 0x4;

    /// BAR bit 3: prefetchable.
    public static final long PREFETCHABLE = 0x8;

    private static final long ALL_ONES = 0xffff_ffffL;

    /// @throws IllegalArgumentException if the index is not in 0..5 or the size is neither 0 nor a
    ///   power of two
    public VfBar {
        if (index < 0 || index >= SriovCapability.VF_BAR_COUNT) {
            throw new IllegalArgumentException("VF BAR " + index + " is not in 0..5");
        }
        if (Long.bitCount(size) > 1) {
            throw new IllegalArgumentException(
                    "a VF BAR size is a power of two, not " + Long.toUnsignedString(size));
        }
    }

    /// Whether a BAR register says that its address continues in the next one.
    public static boolean is64Bit(long register) {
        return (register & TYPE) == TYPE_64_BIT;
    }

    static VfBar unsized(int index, long low, long high) {
        return new VfBar(
                index, is64Bit(low), (low & PREFETCHABLE) != 0, (high << 32) | (low & ~FLAGS), 0);
    }

    /// Decodes a BAR from what its registers read before, and after all ones were written to them.
    ///
    /// @param index which VF BAR, 0..5
    /// @param low what the register read, and `high` the next one, 0 for a 32-bit BAR
    /// @param sizedLow what the register reads after all ones were written to it, and `sizedHigh`
    ///   the next one
    /// @return the BAR; of size 0 if it is not implemented, that is if no address bit could be set
    public static VfBar decode(int index, long low, long high, long sizedLow, long sizedHigh) {
        boolean wide = is64Bit(sizedLow);
        long mask = (wide ? sizedHigh << 32 : 0xffff_ffffL << 32) | (sizedLow & ~FLAGS);
        boolean implemented = (wide ? mask : sizedLow & ~FLAGS) != 0;
        return new VfBar(
                index,
                wide,
                (sizedLow & PREFETCHABLE) != 0,
                (wide ? high << 32 : 0) | (low & ~FLAGS),
                implemented ? Long.lowestOneBit(mask) : 0);
    }

    /// Sizes the VF BARs of a PF: writes all ones to each, reads it, and puts back what was there
    /// (PCIe 6.0 §7.5.1.2.1). To be done only while VF MSE is clear, or VFs answer at wrong
    /// addresses for that moment.
    ///
    /// @param capability where the SR-IOV capability is
    /// @return the implemented BARs, in order of index
    public static List<VfBar> size(ConfigSpace config, int capability) {
        List<VfBar> bars = new ArrayList<>();
        for (int i = 0; i < SriovCapability.VF_BAR_COUNT; i++) {
            int at = capability + SriovCapability.vfBar(i);
            boolean last = i == SriovCapability.VF_BAR_COUNT - 1;
            long low = config.read32(at);
            boolean wide = is64Bit(low) && !last;
            long high = wide ? config.read32(at + 4) : 0;
            config.write32(at, ALL_ONES);
            if (wide) {
                config.write32(at + 4, ALL_ONES);
            }
            long sizedHigh = wide ? config.read32(at + 4) : 0;
            long sizedLow = config.read32(at);
            config.write32(at, low);
            if (wide) {
                config.write32(at + 4, high);
            }
            VfBar bar = decode(i, low, high, sizedLow, sizedHigh);
            if (bar.size() != 0) {
                bars.add(bar);
            }
            i += wide ? 1 : 0;
        }
        return List.copyOf(bars);
    }

    /// The address of a VF's aperture.
    ///
    /// @param vf the VF's number, 0..65535
    /// @throws ArithmeticException if it lies beyond the 64-bit (or for a 32-bit BAR the 32-bit)
    ///   address space
    public long address(int vf) {
        RoutingId.require("VF", vf, 0xffff);
        long distance = multiply(size, vf);
        long address = base + distance;
        long end = address + (size == 0 ? 0 : size - 1);
        boolean wraps =
                Long.compareUnsigned(address, base) < 0 || Long.compareUnsigned(end, address) < 0;
        if (wraps || (!is64Bit && Long.compareUnsigned(end, 0xffff_ffffL) > 0)) {
            throw new ArithmeticException(
                    "the aperture of VF "
                            + vf
                            + " in VF BAR "
                            + index
                            + " ends beyond the address space");
        }
        return address;
    }

    /// The size of the window that `numVfs` VFs need, in bytes.
    ///
    /// @param numVfs 0..65535
    /// @throws ArithmeticException if it does not fit 64 bits
    public long windowSize(int numVfs) {
        RoutingId.require("number of VFs", numVfs, 0xffff);
        return multiply(size, numVfs);
    }

    private long multiply(long bytes, int count) {
        if (Math.unsignedMultiplyHigh(bytes, count) != 0) {
            throw new ArithmeticException(
                    "VF BAR " + index + " of " + count + " VFs does not fit 64 bits");
        }
        return bytes * count;
    }
}
