package io.sriov.testkit.sim;

import io.sriov.testkit.sim.bus.BridgeWindow;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Which parts of a port's window are taken, and the first that is free; what FreeBSD calls an
/// rman(9). Not thread-safe.
public final class AddressSpace {
    private final BridgeWindow window;
    private final TreeMap<Long, Long> taken = new TreeMap<>();

    /// Begins with all of a window free.
    ///
    /// @param window the window
    public AddressSpace(BridgeWindow window) {
        this.window = window;
    }

    /// {@return the window}
    public BridgeWindow window() {
        return window;
    }

    /// Takes the lowest free range.
    ///
    /// @param size bytes, at least 1
    /// @param alignment a power of two
    /// @return the first address; empty if no free range is long enough
    public OptionalLong reserve(long size, long alignment) {
        long end = window.base() + window.size();
        long at = align(window.base(), alignment);
        for (Map.Entry<Long, Long> range : taken.entrySet()) {
            if (range.getKey() - at >= size) {
                break;
            }
            at = Math.max(at, align(range.getKey() + range.getValue(), alignment));
        }
        if (size > end - at) {
            return OptionalLong.empty();
        }
        taken.put(at, size);
        return OptionalLong.of(at);
    }

    /// Takes a range that is known to be free.
    ///
    /// @throws IllegalArgumentException if it is not
    void take(long base, long size) {
        Map.Entry<Long, Long> before = taken.floorEntry(base + size - 1);
        boolean free = before == null || before.getKey() + before.getValue() <= base;
        if (size <= 0 || !window.contains(base) || !window.contains(base + size - 1) || !free) {
            throw new IllegalArgumentException(
                    "memory " + Long.toHexString(base) + "h, " + size + " bytes, is not free");
        }
        taken.put(base, size);
    }

    void release(long base) {
        taken.remove(base);
    }

    private static long align(long address, long alignment) {
        return (address + alignment - 1) & -alignment;
    }
}
