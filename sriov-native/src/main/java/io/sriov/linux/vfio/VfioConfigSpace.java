package io.sriov.linux.vfio;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.pci.ConfigSpace;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A configuration space as a region of a device (`vfio_pci_config_rw` in Linux's
/// `drivers/vfio/pci/vfio_pci_config.c`, which takes an aligned access of 1, 2 or 4 bytes as one).
///
/// @param device the device, open
/// @param region its region
record VfioConfigSpace(VfioFile device, RegionInfo region) implements ConfigSpace {
    private static final ValueLayout.OfInt DWORD =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    @Override
    public long read(int offset, int width) {
        ConfigSpace.checkAccess(offset, width);
        if (offset + width > region.size()) {
            return ConfigSpace.allOnes(width);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(4, 4);
            long count = device.pread(buffer.asSlice(0, width), region.offset() + offset);
            requireAll(Operation.READ_CONFIG_SPACE, count, width);
            return buffer.get(DWORD, 0) & ConfigSpace.allOnes(width);
        } catch (LinuxErrorException e) {
            throw VfioDiagnosis.accessing(Operation.READ_CONFIG_SPACE, device.name(), e);
        }
    }

    @Override
    public void write(int offset, int width, long value) {
        ConfigSpace.checkWrite(offset, width, value);
        if (offset + width > region.size()) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(4, 4);
            buffer.set(DWORD, 0, (int) value);
            long count = device.pwrite(buffer.asSlice(0, width), region.offset() + offset);
            requireAll(Operation.WRITE_CONFIG_SPACE, count, width);
        } catch (LinuxErrorException e) {
            throw VfioDiagnosis.accessing(Operation.WRITE_CONFIG_SPACE, device.name(), e);
        }
    }

    private void requireAll(Operation operation, long count, int width) {
        if (count < width) {
            throw new HostException(
                    operation,
                    device.name(),
                    Errno.EIO,
                    "only " + count + " of " + width + " bytes went through",
                    null);
        }
    }

    @Override
    public String toString() {
        return "configuration space of " + device.name();
    }
}
