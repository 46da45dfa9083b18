package io.sriov.testkit.sim.bus;

import io.sriov.pci.ConfigSpace;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/// The configuration registers of one function: what they hold, and which of their bits a write
/// changes.
///
/// Registers behind the end of the layout are not implemented: they read zero and take no write, as
/// §7.2.2.2 wants of unimplemented registers of a function that is there.
final class RegisterFile {
    private final RegisterLayout layout;
    private final IntUnaryOperator writable;
    private final byte[] bytes;

    /// Registers whose writable bits are always those of the layout.
    RegisterFile(RegisterLayout layout) {
        this(layout, layout::writable);
    }

    /// Registers whose writable bits depend on the state of the device.
    ///
    /// @param writable the writable bits of the byte at an offset, at the time of a write
    RegisterFile(RegisterLayout layout, IntUnaryOperator writable) {
        this.layout = layout;
        this.writable = writable;
        this.bytes = layout.initial();
    }

    long read(int offset, int width) {
        ConfigSpace.checkAccess(offset, width);
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = (value << 8) | (offset + i < bytes.length ? bytes[offset + i] & 0xff : 0);
        }
        return value;
    }

    /// Changes the writable bits, and only those.
    void write(int offset, int width, long value) {
        ConfigSpace.checkWrite(offset, width, value);
        for (int i = 0; i < width && offset + i < bytes.length; i++) {
            int mask = writable.applyAsInt(offset + i);
            int written = (int) (value >> (8 * i));
            bytes[offset + i] = (byte) ((bytes[offset + i] & ~mask) | (written & mask));
        }
    }

    /// Sets a register as the device itself does, whatever its writable bits.
    void set(int offset, int width, long value) {
        ConfigSpace.checkWrite(offset, width, value);
        for (int i = 0; i < width; i++) {
            bytes[offset + i] = (byte) (value >> (8 * i));
        }
    }

    /// How many bytes are implemented.
    int size() {
        return bytes.length;
    }

    /// Puts every register back to its value after reset.
    void reset() {
        System.arraycopy(layout.initial(), 0, bytes, 0, bytes.length);
    }

    /// The dwords that are not as after reset, by offset.
    SortedMap<Integer, Long> changed() {
        SortedMap<Integer, Long> changed = new TreeMap<>();
        byte[] initial = layout.initial();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != initial[i]) {
                changed.put(i & ~3, read(i & ~3, 4));
            }
        }
        return changed;
    }
}
