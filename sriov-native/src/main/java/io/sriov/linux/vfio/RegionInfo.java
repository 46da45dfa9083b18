package io.sriov.linux.vfio;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.sriov.linux.sys.LinuxErrorException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// A region of a device: a BAR, the ROM, or the configuration space.
///
/// @param size in bytes; 0 where the device has no such region
/// @param offset where it begins in the device's file, in bytes
/// @param readable whether it can be read through the file
/// @param writable whether it can be written through the file
/// @param mappable whether it, or a part of it, can be mapped into memory
public record RegionInfo(
        long size, long offset, boolean readable, boolean writable, boolean mappable) {
    /// `VFIO_PCI_BAR0_REGION_INDEX`; the other BARs follow.
    public static final int BAR0 = 0;

    /// `VFIO_PCI_ROM_REGION_INDEX`.
    public static final int ROM = 6;

    /// `VFIO_PCI_CONFIG_REGION_INDEX`.
    public static final int CONFIG = 7;

    /// `include/uapi/linux/vfio.h`:
    ///
    /// ```c
    /// struct vfio_region_info {
    ///     __u32 argsz;
    ///     __u32 flags;
    ///     __u32 index;
    ///     __u32 cap_offset;
    ///     __u64 size;
    ///     __u64 offset;
    /// };
    /// ```
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("argsz"),
                            JAVA_INT.withName("flags"),
                            JAVA_INT.withName("index"),
                            JAVA_INT.withName("cap_offset"),
                            JAVA_LONG.withName("size"),
                            JAVA_LONG.withName("offset"))
                    .withName("vfio_region_info");

    /// `VFIO_DEVICE_GET_REGION_INFO`.
    static final long REQUEST = VfioRequest.number(8);

    static final int FLAG_READ = 1;
    static final int FLAG_WRITE = 1 << 1;
    static final int FLAG_MMAP = 1 << 2;

    private static final long ARGSZ = offset("argsz");
    private static final long FLAGS = offset("flags");
    private static final long INDEX = offset("index");
    private static final long SIZE = offset("size");
    private static final long OFFSET = offset("offset");

    private static long offset(String member) {
        return LAYOUT.byteOffset(PathElement.groupElement(member));
    }

    static RegionInfo ask(VfioFile device, int index) throws LinuxErrorException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(LAYOUT);
            memory.set(JAVA_INT, ARGSZ, (int) LAYOUT.byteSize());
            memory.set(JAVA_INT, INDEX, index);
            device.ioctl(REQUEST, memory);
            int flags = memory.get(JAVA_INT, FLAGS);
            return new RegionInfo(
                    memory.get(JAVA_LONG, SIZE),
                    memory.get(JAVA_LONG, OFFSET),
                    (flags & FLAG_READ) != 0,
                    (flags & FLAG_WRITE) != 0,
                    (flags & FLAG_MMAP) != 0);
        }
    }
}
