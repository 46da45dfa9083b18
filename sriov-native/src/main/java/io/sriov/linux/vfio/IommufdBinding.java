package io.sriov.linux.vfio;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.sriov.linux.sys.LinuxErrorException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Optional;
import java.util.UUID;

/// How a device's own node is bound to `/dev/iommu`, before which it answers nothing.
final class IommufdBinding {
    /// `include/uapi/linux/vfio.h`; kernels before 2025's have no token:
    ///
    /// ```c
    /// struct vfio_device_bind_iommufd {
    ///     __u32         argsz;
    ///     __u32         flags;
    ///     __s32         iommufd;
    ///     __u32         out_devid;
    ///     __aligned_u64 token_uuid_ptr;
    /// };
    /// ```
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("argsz"),
                            JAVA_INT.withName("flags"),
                            JAVA_INT.withName("iommufd"),
                            JAVA_INT.withName("out_devid"),
                            JAVA_LONG.withName("token_uuid_ptr"))
                    .withName("vfio_device_bind_iommufd");

    /// `VFIO_DEVICE_BIND_IOMMUFD`.
    static final long REQUEST = VfioRequest.number(18);

    /// `VFIO_DEVICE_BIND_FLAG_TOKEN`.
    static final int FLAG_TOKEN = 1;

    private static final long ARGSZ = offset("argsz");
    private static final long FLAGS = offset("flags");
    private static final long IOMMUFD = offset("iommufd");
    private static final long OUT_DEVID = offset("out_devid");
    private static final long TOKEN_UUID_PTR = offset("token_uuid_ptr");

    private IommufdBinding() {}

    private static long offset(String member) {
        return LAYOUT.byteOffset(PathElement.groupElement(member));
    }

    /// {@return the device's number within the iommufd}
    ///
    /// @param token the VF token; where it is absent, the structure is that of older kernels too
    static int bind(VfioFile device, int iommufd, Optional<UUID> token) throws LinuxErrorException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(LAYOUT);
            memory.set(JAVA_INT, IOMMUFD, iommufd);
            if (token.isPresent()) {
                MemorySegment uuid = arena.allocate(VfToken.SIZE);
                VfToken.write(token.get(), uuid);
                memory.set(JAVA_INT, ARGSZ, (int) LAYOUT.byteSize());
                memory.set(JAVA_INT, FLAGS, FLAG_TOKEN);
                memory.set(JAVA_LONG, TOKEN_UUID_PTR, uuid.address());
            } else {
                memory.set(JAVA_INT, ARGSZ, (int) TOKEN_UUID_PTR);
            }
            device.ioctl(REQUEST, memory);
            return memory.get(JAVA_INT, OUT_DEVID);
        }
    }
}
