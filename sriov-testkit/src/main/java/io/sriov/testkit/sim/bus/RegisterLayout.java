package io.sriov.testkit.sim.bus;

import io.sriov.pci.Capability;
import io.sriov.pci.CapabilityWalk;
import io.sriov.pci.ConfigHeader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Which registers a kind of function has: their values after reset, and which bits software can
/// write. Shared by all functions of that kind, so that a VF costs a few hundred bytes.
final class RegisterLayout {
    private byte[] initial;
    private byte[] writable;
    private final Map<Integer, Integer> capabilities = new HashMap<>();
    private final Map<Integer, Integer> extended = new HashMap<>();
    private int lastConventional;
    private int lastExtended;

    RegisterLayout(int size) {
        initial = new byte[size];
        writable = new byte[size];
    }

    /// The registers of an image, all of which are read-only.
    ///
    /// @param walk the capabilities of the image
    RegisterLayout(byte[] image, CapabilityWalk walk) {
        initial = image.clone();
        writable = new byte[image.length];
        for (Capability found : walk.capabilities()) {
            (found.extended() ? extended : capabilities).putIfAbsent(found.id(), found.offset());
        }
    }

    /// A copy of the values after reset.
    byte[] initial() {
        return initial.clone();
    }

    int writable(int offset) {
        return offset < writable.length ? writable[offset] & 0xff : 0;
    }

    boolean hasCapability(int id) {
        return capabilities.containsKey(id);
    }

    /// Where a capability begins.
    int capability(int id) {
        return offset(capabilities, id);
    }

    /// Where an extended capability begins.
    int extendedCapability(int id) {
        return offset(extended, id);
    }

    private static int offset(Map<Integer, Integer> offsets, int id) {
        Integer offset = offsets.get(id);
        if (offset == null) {
            throw new IllegalStateException("no capability " + Integer.toHexString(id) + "h");
        }
        return offset;
    }

    /// Defines a register.
    ///
    /// @param mask the bits that software can write
    RegisterLayout register(int offset, int width, long value, long mask) {
        int end = (offset + width + 3) & ~3;
        if (end > initial.length) {
            initial = Arrays.copyOf(initial, end);
            writable = Arrays.copyOf(writable, end);
        }
        for (int i = 0; i < width; i++) {
            initial[offset + i] = (byte) (value >> (8 * i));
            writable[offset + i] = (byte) (mask >> (8 * i));
        }
        return this;
    }

    RegisterLayout readOnly(int offset, int width, long value) {
        return register(offset, width, value, 0);
    }

    /// Begins a capability and links it behind the ones before it.
    RegisterLayout capability(int offset, int id) {
        int link = lastConventional == 0 ? ConfigHeader.CAPABILITIES_POINTER : lastConventional + 1;
        readOnly(link, 1, offset);
        readOnly(offset, 1, id);
        readOnly(offset + 1, 1, 0);
        lastConventional = offset;
        capabilities.put(id, offset);
        return this;
    }

    /// Begins an extended capability and links it behind the ones before it; the first is at 100h.
    RegisterLayout extendedCapability(int offset, int id, int version) {
        if (lastExtended != 0) {
            readOnly(lastExtended + 2, 2, (offset << 4) | (initial[lastExtended + 2] & 0xf));
        }
        readOnly(offset, 4, id | (version << 16));
        lastExtended = offset;
        extended.put(id, offset);
        return this;
    }
}
