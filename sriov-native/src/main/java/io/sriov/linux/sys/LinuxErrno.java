package io.sriov.linux.sys;

import io.sriov.host.Errno;
import java.util.Map;
import java.util.Optional;

/// The numbers that errors have on Linux: `include/uapi/asm-generic/errno-base.h` and `errno.h`,
/// the same on x86 and Arm.
public final class LinuxErrno {
    private static final Map<Integer, Errno> NAMES =
            Map.ofEntries(
                    Map.entry(1, Errno.EPERM),
                    Map.entry(2, Errno.ENOENT),
                    Map.entry(4, Errno.EINTR),
                    Map.entry(5, Errno.EIO),
                    Map.entry(6, Errno.ENXIO),
                    Map.entry(7, Errno.E2BIG),
                    Map.entry(9, Errno.EBADF),
                    Map.entry(10, Errno.ECHILD),
                    Map.entry(11, Errno.EAGAIN),
                    Map.entry(12, Errno.ENOMEM),
                    Map.entry(13, Errno.EACCES),
                    Map.entry(14, Errno.EFAULT),
                    Map.entry(16, Errno.EBUSY),
                    Map.entry(17, Errno.EEXIST),
                    Map.entry(19, Errno.ENODEV),
                    Map.entry(20, Errno.ENOTDIR),
                    Map.entry(21, Errno.EISDIR),
                    Map.entry(22, Errno.EINVAL),
                    Map.entry(23, Errno.ENFILE),
                    Map.entry(24, Errno.EMFILE),
                    Map.entry(25, Errno.ENOTTY),
                    Map.entry(28, Errno.ENOSPC),
                    Map.entry(30, Errno.EROFS),
                    Map.entry(34, Errno.ERANGE),
                    Map.entry(38, Errno.ENOSYS),
                    Map.entry(90, Errno.EMSGSIZE),
                    Map.entry(93, Errno.EPROTONOSUPPORT),
                    Map.entry(95, Errno.EOPNOTSUPP),
                    Map.entry(99, Errno.EADDRNOTAVAIL),
                    Map.entry(100, Errno.ENETDOWN),
                    Map.entry(110, Errno.ETIMEDOUT));

    private LinuxErrno() {}

    /// {@return the error of a number; empty where it has no name here}
    ///
    /// @param number the number, positive
    public static Optional<Errno> of(int number) {
        return Optional.ofNullable(NAMES.get(number));
    }
}
