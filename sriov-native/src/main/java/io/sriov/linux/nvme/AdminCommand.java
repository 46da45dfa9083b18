package io.sriov.linux.nvme;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// An admin command as the kernel passes it through to a controller.
///
/// @param opcode which command
/// @param cdw10 the command's double word 10
/// @param cdw11 the command's double word 11
record AdminCommand(int opcode, int cdw10, int cdw11) {
    /// `include/uapi/linux/nvme_ioctl.h`, where `nvme_admin_cmd` is another name for it:
    ///
    /// ```c
    /// struct nvme_passthru_cmd {
    ///     __u8  opcode;
    ///     __u8  flags;
    ///     __u16 rsvd1;
    ///     __u32 nsid;
    ///     __u32 cdw2;
    ///     __u32 cdw3;
    ///     __u64 metadata;
    ///     __u64 addr;
    ///     __u32 metadata_len;
    ///     __u32 data_len;
    ///     __u32 cdw10;
    ///     ...
    ///     __u32 cdw15;
    ///     __u32 timeout_ms;
    ///     __u32 result;
    /// };
    /// ```
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_BYTE.withName("opcode"),
                            JAVA_BYTE.withName("flags"),
                            JAVA_SHORT.withName("rsvd1"),
                            JAVA_INT.withName("nsid"),
                            JAVA_INT.withName("cdw2"),
                            JAVA_INT.withName("cdw3"),
                            JAVA_LONG.withName("metadata"),
                            JAVA_LONG.withName("addr"),
                            JAVA_INT.withName("metadata_len"),
                            JAVA_INT.withName("data_len"),
                            JAVA_INT.withName("cdw10"),
                            JAVA_INT.withName("cdw11"),
                            JAVA_INT.withName("cdw12"),
                            JAVA_INT.withName("cdw13"),
                            JAVA_INT.withName("cdw14"),
                            JAVA_INT.withName("cdw15"),
                            JAVA_INT.withName("timeout_ms"),
                            JAVA_INT.withName("result"))
                    .withName("nvme_passthru_cmd");

    /// `NVME_IOCTL_ADMIN_CMD`: `_IOWR('N', 0x41, struct nvme_admin_cmd)`, in the numbering of
    /// `include/uapi/asm-generic/ioctl.h`, which x86 and Arm have.
    static final long REQUEST = 3L << 30 | LAYOUT.byteSize() << 16 | 'N' << 8 | 0x41;

    private static final long OPCODE = offset("opcode");
    private static final long ADDR = offset("addr");
    private static final long DATA_LEN = offset("data_len");
    private static final long CDW10 = offset("cdw10");
    private static final long CDW11 = offset("cdw11");

    private static long offset(String member) {
        return LAYOUT.byteOffset(PathElement.groupElement(member));
    }

    /// {@return the command in the kernel's structure}
    ///
    /// The time it may take is left to the kernel: `admin_timeout`, a minute.
    ///
    /// @param arena where it is allocated
    /// @param data what the command fills; empty where it transfers nothing
    MemorySegment encode(Arena arena, MemorySegment data) {
        MemorySegment command = arena.allocate(LAYOUT);
        command.set(JAVA_BYTE, OPCODE, (byte) opcode);
        command.set(JAVA_LONG, ADDR, data.byteSize() == 0 ? 0 : data.address());
        command.set(JAVA_INT, DATA_LEN, (int) data.byteSize());
        command.set(JAVA_INT, CDW10, cdw10);
        command.set(JAVA_INT, CDW11, cdw11);
        return command;
    }
}
