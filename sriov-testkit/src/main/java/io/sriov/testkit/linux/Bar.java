package io.sriov.testkit.linux;

import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.VfBar;
import java.util.OptionalLong;

/// A memory BAR as the kernel keeps it, a `struct resource`. The accesses are those of
/// `drivers/pci/probe.c` and `drivers/pci/setup-res.c`, in their order.
///
/// @param at where the register is in configuration space
/// @param flags the low bits of the register: kind and prefetchability
/// @param size bytes, a power of two; for a VF BAR what one VF has
/// @param base where it is; empty where it has no place
record Bar(int at, long flags, long size, OptionalLong base) {
    /// `IORESOURCE_MEM`, `IORESOURCE_PREFETCH`, `IORESOURCE_SIZEALIGN`, `IORESOURCE_MEM_64` and
    /// `IORESOURCE_UNSET` of `include/linux/ioport.h`.
    private static final long MEM = 0x200;

    private static final long PREFETCH = 0x2000;
    private static final long SIZE_ALIGN = 0x4_0000;
    private static final long MEM_64 = 0x10_0000;
    private static final long UNSET = 0x2000_0000;

    private static final long ALL_ONES = 0xffff_ffffL;

    /// `__pci_read_base`: sizes a BAR by writing all ones, with decoding off meanwhile, and puts
    /// the register back. A BAR that is not there has size 0.
    static Bar read(ConfigSpace config, int at) {
        int command = config.read16(ConfigHeader.COMMAND);
        int decode = ConfigHeader.COMMAND_MEMORY_SPACE | ConfigHeader.COMMAND_IO_SPACE;
        boolean decodes = (command & decode) != 0;
        if (decodes) {
            config.write16(ConfigHeader.COMMAND, command & ~decode);
        }
        long low = config.read32(at);
        config.write32(at, ALL_ONES);
        long sizedLow = config.read32(at);
        config.write32(at, low);
        long high = 0;
        long sizedHigh = 0;
        if (VfBar.is64Bit(low)) {
            high = config.read32(at + 4);
            config.write32(at + 4, ALL_ONES);
            sizedHigh = config.read32(at + 4);
            config.write32(at + 4, high);
        }
        if (decodes) {
            config.write16(ConfigHeader.COMMAND, command);
        }
        long size = VfBar.decode(0, low, high, sizedLow, sizedHigh).size();
        return new Bar(at, low & VfBar.FLAGS, size, OptionalLong.empty());
    }

    boolean wide() {
        return VfBar.is64Bit(flags);
    }

    boolean prefetchable() {
        return (flags & VfBar.PREFETCHABLE) != 0;
    }

    Bar at(long address) {
        return new Bar(at, flags, size, OptionalLong.of(address));
    }

    /// `pci_std_update_resource`: writes the address, with memory decoding off meanwhile where that
    /// takes two writes.
    void write(ConfigSpace config) {
        int command = 0;
        if (wide()) {
            command = config.read16(ConfigHeader.COMMAND);
            config.write16(ConfigHeader.COMMAND, command & ~ConfigHeader.COMMAND_MEMORY_SPACE);
        }
        config.write32(at, low());
        config.read32(at);
        if (wide()) {
            config.write32(at + 4, high());
            config.read32(at + 4);
            config.write16(ConfigHeader.COMMAND, command);
        }
    }

    /// `pci_iov_update_resource`: writes the address of a VF BAR. The caller has seen that VF
    /// Enable is clear.
    void writeOfVfs(ConfigSpace config) {
        config.write32(at, low());
        if (wide()) {
            config.write32(at + 4, high());
        }
    }

    private long low() {
        return (base.orElseThrow() & ALL_ONES) | flags;
    }

    private long high() {
        return base.orElseThrow() >>> 32;
    }

    /// {@return the line of the attribute `resource`: start, end and flags, see `resource_show` in
    /// `drivers/pci/pci-sysfs.c`}
    ///
    /// @param count how many of them there are behind each other
    String line(int count) {
        long all =
                MEM | SIZE_ALIGN | (prefetchable() ? PREFETCH : 0) | (wide() ? MEM_64 : 0) | flags;
        if (base.isEmpty()) {
            return line(0, size * count - 1, all | UNSET);
        }
        return line(base.getAsLong(), base.getAsLong() + size * count - 1, all);
    }

    static String line(long start, long end, long flags) {
        return "0x%016x 0x%016x 0x%016x".formatted(start, end, flags);
    }
}
