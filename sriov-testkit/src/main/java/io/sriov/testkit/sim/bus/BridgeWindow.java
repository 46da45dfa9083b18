package io.sriov.testkit.sim.bus;

import io.sriov.pci.ConfigSpace;
import java.util.ArrayList;
import java.util.List;

/// The range of memory addresses that a port passes on to what is below it. Below 4 GiB it is the
/// bridge's memory window, which takes BARs of any kind; above, its prefetchable window, which
/// takes 64-bit prefetchable ones.
///
/// @param base the first address, a multiple of 1 MiB
/// @param size bytes, a multiple of 1 MiB, at least 1 MiB
public record BridgeWindow(long base, long size) {
    /// Memory Base and Memory Limit, 2 bytes each (§7.5.1.3.8).
    public static final int MEMORY = 0x20;

    /// Prefetchable Memory Base and Limit, 2 bytes each (§7.5.1.3.9).
    public static final int PREFETCHABLE = 0x24;

    /// Prefetchable Base Upper 32 Bits (§7.5.1.3.10).
    public static final int PREFETCHABLE_BASE_UPPER = 0x28;

    /// Prefetchable Limit Upper 32 Bits (§7.5.1.3.10).
    public static final int PREFETCHABLE_LIMIT_UPPER = 0x2c;

    /// What the window registers count in: 1 MiB.
    public static final long GRANULARITY = 1L << 20;

    /// Base and limit of a window that is closed.
    static final long CLOSED = 0x0000_fff0L;

    private static final long FOUR_GIB = 1L << 32;

    /// @throws IllegalArgumentException if the range is not made of whole MiBs, crosses 4 GiB, or
    ///   is not there
    public BridgeWindow {
        boolean aligned = base % GRANULARITY == 0 && size % GRANULARITY == 0;
        boolean crosses = base < FOUR_GIB && base + size > FOUR_GIB;
        if (base < 0 || size <= 0 || base + size < 0 || !aligned || crosses) {
            throw new IllegalArgumentException(
                    "a bridge window of "
                            + size
                            + " bytes at "
                            + Long.toHexString(base)
                            + "h: it must be whole MiBs, on one side of 4 GiB");
        }
    }

    /// {@return the window that a port's registers say, the one above 4 GiB if there are both}
    ///
    /// @param port the port's configuration space
    /// @throws IllegalStateException if both windows are closed
    public static BridgeWindow read(ConfigSpace port) {
        List<BridgeWindow> open = readAll(port);
        if (open.isEmpty()) {
            throw new IllegalStateException("the port's memory windows are closed");
        }
        return open.getFirst();
    }

    /// {@return the windows that a port's registers say are open, the prefetchable one first}
    ///
    /// @param port the port's configuration space
    public static List<BridgeWindow> readAll(ConfigSpace port) {
        List<BridgeWindow> open = new ArrayList<>();
        long prefetchable = port.read32(PREFETCHABLE);
        add(
                open,
                (port.read32(PREFETCHABLE_BASE_UPPER) << 32) | low(prefetchable),
                (port.read32(PREFETCHABLE_LIMIT_UPPER) << 32) | low(prefetchable >> 16));
        long memory = port.read32(MEMORY);
        add(open, low(memory), low(memory >> 16));
        return open;
    }

    private static void add(List<BridgeWindow> open, long base, long limit) {
        if (base <= limit && limit != 0) {
            open.add(new BridgeWindow(base, limit + GRANULARITY - base));
        }
    }

    private static long low(long register) {
        return (register & 0xfff0L) << 16;
    }

    /// {@return whether it lies above 4 GiB, where only 64-bit prefetchable BARs can be}
    public boolean above4GiB() {
        return base >= FOUR_GIB;
    }

    /// {@return whether an address is in the range}
    ///
    /// @param address the address
    public boolean contains(long address) {
        return address >= base && address - base < size;
    }

    /// {@return whether all of another range is in this one}
    ///
    /// @param other the other
    public boolean contains(BridgeWindow other) {
        return contains(other.base) && contains(other.last() + GRANULARITY - 1);
    }

    long baseUpper() {
        return base >> 32;
    }

    long limitUpper() {
        return last() >> 32;
    }

    /// Base and limit as the registers have them, 16 bits each.
    long register() {
        return ((base >> 16) & 0xfff0) | (((last() >> 16) & 0xfff0) << 16);
    }

    private long last() {
        return base + size - GRANULARITY;
    }
}
