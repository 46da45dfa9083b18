package io.sriov.linux.vfio;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.sriov.linux.sys.LinuxErrorException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// What the kernel says of an IOMMU group.
///
/// @param viable whether the group can be used: no member has a driver that uses it for the host
/// @param containerSet whether the group is in a container
record GroupStatus(boolean viable, boolean containerSet) {
    /// `include/uapi/linux/vfio.h`:
    ///
    /// ```c
    /// struct vfio_group_status {
    ///     __u32 argsz;
    ///     __u32 flags;
    /// };
    /// ```
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(JAVA_INT.withName("argsz"), JAVA_INT.withName("flags"))
                    .withName("vfio_group_status");

    /// `VFIO_GROUP_GET_STATUS`.
    static final long REQUEST = VfioRequest.number(3);

    static final int FLAG_VIABLE = 1;
    static final int FLAG_CONTAINER_SET = 1 << 1;

    private static final long ARGSZ = offset("argsz");
    private static final long FLAGS = offset("flags");

    private static long offset(String member) {
        return LAYOUT.byteOffset(PathElement.groupElement(member));
    }

    static GroupStatus ask(VfioFile group) throws LinuxErrorException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(LAYOUT);
            memory.set(JAVA_INT, ARGSZ, (int) LAYOUT.byteSize());
            group.ioctl(REQUEST, memory);
            int flags = memory.get(JAVA_INT, FLAGS);
            return new GroupStatus((flags & FLAG_VIABLE) != 0, (flags & FLAG_CONTAINER_SET) != 0);
        }
    }
}
