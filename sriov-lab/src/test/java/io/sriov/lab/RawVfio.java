package io.sriov.lab;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.sriov.ffm.Libc;
import io.sriov.pci.PciAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A VFIO device that is held by its own file alone, those of its group and container being closed,
/// as a process has it that was handed nothing else. Done with the numbers of
/// `include/uapi/linux/vfio.h`.
final class RawVfio implements AutoCloseable {
    private static final int O_RDWR = 2;
    private static final long SET_IOMMU = 0x3b66;
    private static final long GROUP_SET_CONTAINER = 0x3b68;
    private static final long GROUP_GET_DEVICE_FD = 0x3b6a;
    private static final long TYPE1V2 = 3;

    private final int device;

    private RawVfio(int device) {
        this.device = device;
    }

    static RawVfio open(PciAddress function, String group) {
        Libc libc = Libc.system();
        int container = checked(libc.open("/dev/vfio/vfio", O_RDWR));
        int opened = checked(libc.open("/dev/vfio/" + group, O_RDWR));
        try (Arena arena = Arena.ofConfined()) {
            checked(
                    libc.ioctl(
                            opened, GROUP_SET_CONTAINER, arena.allocateFrom(JAVA_INT, container)));
            checked(libc.ioctl(container, SET_IOMMU, MemorySegment.ofAddress(TYPE1V2)));
            return new RawVfio(
                    checked(
                            libc.ioctl(
                                    opened,
                                    GROUP_GET_DEVICE_FD,
                                    arena.allocateFrom(function.toString()))));
        } finally {
            libc.close(opened);
            libc.close(container);
        }
    }

    private static int checked(int result) {
        if (result < 0) {
            throw new AssertionError("error " + -result);
        }
        return result;
    }

    /// {@return the number of the device's file}
    int fd() {
        return device;
    }

    @Override
    public void close() {
        Libc.system().close(device);
    }
}
