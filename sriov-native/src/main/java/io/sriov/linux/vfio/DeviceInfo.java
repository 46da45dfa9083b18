package io.sriov.linux.vfio;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.sriov.linux.sys.LinuxErrorException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// What the kernel says of a device.
///
/// @param resettable whether the device can be reset by itself
/// @param pci whether the device is a PCI function
/// @param regions how many regions there are, the absent ones among them
/// @param irqs how many kinds of interrupts there are, the absent ones among them
public record DeviceInfo(boolean resettable, boolean pci, int regions, int irqs) {
    /// `include/uapi/linux/vfio.h`; newer kernels have padding behind, which they do not ask for:
    ///
    /// ```c
    /// struct vfio_device_info {
    ///     __u32 argsz;
    ///     __u32 flags;
    ///     __u32 num_regions;
    ///     __u32 num_irqs;
    ///     __u32 cap_offset;
    /// };
    /// ```
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("argsz"),
                            JAVA_INT.withName("flags"),
                            JAVA_INT.withName("num_regions"),
                            JAVA_INT.withName("num_irqs"),
                            JAVA_INT.withName("cap_offset"))
                    .withName("vfio_device_info");

    /// `VFIO_DEVICE_GET_INFO`.
    static final long REQUEST = VfioRequest.number(7);

    static final int FLAG_RESET = 1;
    static final int FLAG_PCI = 1 << 1;

    private static final long ARGSZ = offset("argsz");
    private static final long FLAGS = offset("flags");
    private static final long NUM_REGIONS = offset("num_regions");
    private static final long NUM_IRQS = offset("num_irqs");

    private static long offset(String member) {
        return LAYOUT.byteOffset(PathElement.groupElement(member));
    }

    static DeviceInfo ask(VfioFile device) throws LinuxErrorException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(LAYOUT);
            memory.set(JAVA_INT, ARGSZ, (int) LAYOUT.byteSize());
            device.ioctl(REQUEST, memory);
            int flags = memory.get(JAVA_INT, FLAGS);
            return new DeviceInfo(
                    (flags & FLAG_RESET) != 0,
                    (flags & FLAG_PCI) != 0,
                    memory.get(JAVA_INT, NUM_REGIONS),
                    memory.get(JAVA_INT, NUM_IRQS));
        }
    }
}
