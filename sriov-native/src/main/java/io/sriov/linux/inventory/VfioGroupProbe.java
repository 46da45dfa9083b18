package io.sriov.linux.inventory;

import io.sriov.ffm.Libc;
import io.sriov.host.Errno;
import io.sriov.linux.sys.LinuxErrno;
import java.nio.file.Path;

/// Asks the kernel itself whether somebody has an IOMMU group through VFIO. It lets one open file
/// have it at a time, which an open device keeps as well (`vfio_group_use_container` in Linux's
/// `drivers/vfio/container.c`), so that opening it tells. Who opens it in the same moment is
/// refused with EBUSY; it is asked for where nothing else tells. Thread-safe.
public final class VfioGroupProbe {
    /// `O_RDWR` and `O_CLOEXEC`, `include/uapi/asm-generic/fcntl.h`.
    private static final int FLAGS = 0x2 | 0x80000;

    private final Libc libc;
    private final Path dev;

    /// What came of it.
    enum Answer {
        /// Somebody has it.
        HELD,
        /// Nobody has it.
        FREE,
        /// The caller may not ask.
        UNKNOWN
    }

    VfioGroupProbe(Libc libc, Path dev) {
        this.libc = libc;
        this.dev = dev;
    }

    /// {@return that of this machine}
    ///
    /// @param dev where the nodes are, usually `/dev`
    public static VfioGroupProbe of(Path dev) {
        return new VfioGroupProbe(Libc.system(), dev);
    }

    /// @param group the group's number
    Answer ask(String group) {
        Answer answer = open(group);
        return answer == Answer.UNKNOWN ? open(SysfsVf.NO_IOMMU + group) : answer;
    }

    private Answer open(String name) {
        int fd = libc.open(dev.resolve("vfio").resolve(name).toString(), FLAGS);
        if (fd >= 0) {
            libc.close(fd);
            return Answer.FREE;
        }
        return LinuxErrno.of(-fd).filter(Errno.EBUSY::equals).isPresent()
                ? Answer.HELD
                : Answer.UNKNOWN;
    }
}
