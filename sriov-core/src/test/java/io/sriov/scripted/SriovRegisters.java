package io.sriov.scripted;

import io.sriov.pci.ConfigSpace;
import io.sriov.pci.SriovCapability;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A configuration space with an SR-IOV capability at 100h: First VF Offset 128, VF Stride 2.
final class SriovRegisters implements ConfigSpace {
    /// Where the capability is.
    static final int AT = 0x100;

    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);

    SriovRegisters(int totalVfs) {
        bytes.putInt(AT, 0x0001_0000 | SriovCapability.ID);
        write16(AT + SriovCapability.INITIAL_VFS, totalVfs);
        write16(AT + SriovCapability.TOTAL_VFS, totalVfs);
        write16(AT + SriovCapability.FIRST_VF_OFFSET, 128);
        write16(AT + SriovCapability.VF_STRIDE, 2);
    }

    /// What a kernel writes when VFs are enabled.
    void enable(int numVfs) {
        write16(AT + SriovCapability.NUM_VFS, numVfs);
        write16(
                AT + SriovCapability.CONTROL,
                SriovCapability.CONTROL_VF_ENABLE | SriovCapability.CONTROL_VF_MSE);
    }

    /// What a kernel writes when they are disabled.
    void disable() {
        write16(AT + SriovCapability.CONTROL, 0);
        write16(AT + SriovCapability.NUM_VFS, 0);
    }

    @Override
    public long read(int offset, int width) {
        ConfigSpace.checkAccess(offset, width);
        long value = 0;
        for (int i = 0; i < width; i++) {
            value |= (bytes.get(offset + i) & 0xffL) << (8 * i);
        }
        return value;
    }

    @Override
    public void write(int offset, int width, long value) {
        ConfigSpace.checkWrite(offset, width, value);
        for (int i = 0; i < width; i++) {
            bytes.put(offset + i, (byte) (value >> (8 * i)));
        }
    }
}
