package io.sriov.linux.vfio;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.pci.PciAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;

/// The secret between whoever holds a PF through VFIO and those who open its VFs, who must trust
/// it: `VFIO_DEVICE_FEATURE` with `VFIO_DEVICE_FEATURE_PCI_VF_TOKEN`.
final class VfToken {
    /// `include/uapi/linux/vfio.h`; the data follow:
    ///
    /// ```c
    /// struct vfio_device_feature {
    ///     __u32 argsz;
    ///     __u32 flags;
    ///     __u8  data[];
    /// };
    /// ```
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("argsz"),
                            JAVA_INT.withName("flags"),
                            MemoryLayout.sequenceLayout(0, JAVA_BYTE).withName("data"))
                    .withName("vfio_device_feature");

    /// `VFIO_DEVICE_FEATURE`.
    static final long REQUEST = VfioRequest.number(17);

    /// `VFIO_DEVICE_FEATURE_SET`.
    static final int SET = 1 << 17;

    /// `VFIO_DEVICE_FEATURE_PCI_VF_TOKEN`.
    static final int FEATURE = 0;

    /// A UUID, its first byte first, as it is written.
    static final int SIZE = 16;

    private static final ValueLayout.OfLong HALF =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final long ARGSZ = offset("argsz");
    private static final long FLAGS = offset("flags");
    private static final long DATA = offset("data");

    private VfToken() {}

    private static long offset(String member) {
        return LAYOUT.byteOffset(PathElement.groupElement(member));
    }

    /// Sets the token of a PF, from which the kernel has made up one before.
    static void set(VfioFile pf, UUID token) throws LinuxErrorException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(DATA + SIZE, JAVA_INT.byteAlignment());
            memory.set(JAVA_INT, ARGSZ, (int) memory.byteSize());
            memory.set(JAVA_INT, FLAGS, SET | FEATURE);
            write(token, memory.asSlice(DATA));
            pf.ioctl(REQUEST, memory);
        }
    }

    static void write(UUID token, MemorySegment at) {
        at.set(HALF, 0, token.getMostSignificantBits());
        at.set(HALF, Long.BYTES, token.getLeastSignificantBits());
    }

    /// {@return what `VFIO_GROUP_GET_DEVICE_FD` takes (`vfio_pci_core_match` in Linux's
    /// `drivers/vfio/pci/vfio_pci_core.c`)}
    static String argument(PciAddress function, Optional<UUID> token) {
        return function + token.map(uuid -> " vf_token=" + uuid).orElse("");
    }
}
