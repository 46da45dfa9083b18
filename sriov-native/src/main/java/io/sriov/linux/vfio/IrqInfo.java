package io.sriov.linux.vfio;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.sriov.linux.sys.LinuxErrorException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// A kind of interrupt of a device.
///
/// @param count how many there are; 0 where the device has none of this kind
/// @param eventfd whether they can be told through an eventfd
/// @param maskable whether they can be masked
/// @param resizable whether more can be taken without giving back the ones that were
public record IrqInfo(int count, boolean eventfd, boolean maskable, boolean resizable) {
    /// `VFIO_PCI_INTX_IRQ_INDEX`.
    public static final int INTX = 0;

    /// `VFIO_PCI_MSI_IRQ_INDEX`.
    public static final int MSI = 1;

    /// `VFIO_PCI_MSIX_IRQ_INDEX`.
    public static final int MSIX = 2;

    /// `include/uapi/linux/vfio.h`:
    ///
    /// ```c
    /// struct vfio_irq_info {
    ///     __u32 argsz;
    ///     __u32 flags;
    ///     __u32 index;
    ///     __u32 count;
    /// };
    /// ```
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("argsz"),
                            JAVA_INT.withName("flags"),
                            JAVA_INT.withName("index"),
                            JAVA_INT.withName("count"))
                    .withName("vfio_irq_info");

    /// `VFIO_DEVICE_GET_IRQ_INFO`.
    static final long REQUEST = VfioRequest.number(9);

    static final int FLAG_EVENTFD = 1;
    static final int FLAG_MASKABLE = 1 << 1;
    static final int FLAG_NORESIZE = 1 << 3;

    private static final long ARGSZ = offset("argsz");
    private static final long FLAGS = offset("flags");
    private static final long INDEX = offset("index");
    private static final long COUNT = offset("count");

    private static long offset(String member) {
        return LAYOUT.byteOffset(PathElement.groupElement(member));
    }

    static IrqInfo ask(VfioFile device, int index) throws LinuxErrorException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(LAYOUT);
            memory.set(JAVA_INT, ARGSZ, (int) LAYOUT.byteSize());
            memory.set(JAVA_INT, INDEX, index);
            device.ioctl(REQUEST, memory);
            int flags = memory.get(JAVA_INT, FLAGS);
            return new IrqInfo(
                    memory.get(JAVA_INT, COUNT),
                    (flags & FLAG_EVENTFD) != 0,
                    (flags & FLAG_MASKABLE) != 0,
                    (flags & FLAG_NORESIZE) == 0);
        }
    }
}
