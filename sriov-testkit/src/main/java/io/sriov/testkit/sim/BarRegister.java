package io.sriov.testkit.sim;

import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.VfBar;

/// A BAR as the kernel found it by sizing. The accesses are those of `pci_read_bar` and
/// `pci_write_bar` in FreeBSD's `sys/dev/pci/pci.c`, in their order.
///
/// @param at where the register is in configuration space
/// @param wide whether it continues in the next register
/// @param prefetchable whether reads of the memory have no side effects
/// @param size bytes, a power of two; 0 where there is no BAR
record BarRegister(int at, boolean wide, boolean prefetchable, long size) {
    private static final long ALL_ONES = 0xffff_ffffL;

    /// The bit that tells I/O ports from memory (§7.5.1.2.1).
    private static final long IO_SPACE = 0x1;

    /// Sizes a BAR by writing all ones, with memory decoding off meanwhile, and puts the register
    /// back. I/O ports are no memory, and are let be.
    static BarRegister read(ConfigSpace config, int at) {
        long map = config.read32(at);
        if ((map & IO_SPACE) != 0) {
            return new BarRegister(at, false, false, 0);
        }
        boolean wide = VfBar.is64Bit(map);
        long high = wide ? config.read32(at + 4) : 0;
        int command = config.read16(ConfigHeader.COMMAND);
        config.write16(ConfigHeader.COMMAND, command & ~ConfigHeader.COMMAND_MEMORY_SPACE);
        config.write32(at, ALL_ONES);
        long sizedHigh = 0;
        if (wide) {
            config.write32(at + 4, ALL_ONES);
            sizedHigh = config.read32(at + 4);
        }
        long sizedLow = config.read32(at);
        config.write32(at, map);
        if (wide) {
            config.write32(at + 4, high);
        }
        config.write16(ConfigHeader.COMMAND, command);
        VfBar sized = VfBar.decode(0, map, high, sizedLow, sizedHigh);
        return new BarRegister(at, wide, sized.prefetchable(), sized.size());
    }

    /// Writes an address, with memory decoding off meanwhile, and reads it back.
    void write(ConfigSpace config, long base) {
        int command = config.read16(ConfigHeader.COMMAND);
        config.write16(ConfigHeader.COMMAND, command & ~ConfigHeader.COMMAND_MEMORY_SPACE);
        config.write32(at, base & ALL_ONES);
        if (wide) {
            config.write32(at + 4, base >>> 32);
        }
        config.read32(at);
        if (wide) {
            config.read32(at + 4);
        }
        config.write16(ConfigHeader.COMMAND, command);
    }

    /// The address that is in the register.
    long base(ConfigSpace config) {
        long high = wide ? config.read32(at + 4) << 32 : 0;
        return high | (config.read32(at) & ~VfBar.FLAGS);
    }

    /// Turns memory decoding of the function on, as activating a resource does.
    static void enableMemory(ConfigSpace config) {
        int command = config.read16(ConfigHeader.COMMAND);
        config.write16(ConfigHeader.COMMAND, command | ConfigHeader.COMMAND_MEMORY_SPACE);
    }
}
