package io.sriov.freebsd;

import io.sriov.host.Errno;
import java.util.Map;

/// The numbers that errors have on FreeBSD: `sys/sys/errno.h`.
final class FreeBsdErrno {
    /// The number of [Errno#EMSGSIZE].
    static final int EMSGSIZE = 40;

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
                    Map.entry(35, Errno.EAGAIN),
                    Map.entry(EMSGSIZE, Errno.EMSGSIZE),
                    Map.entry(43, Errno.EPROTONOSUPPORT),
                    Map.entry(45, Errno.EOPNOTSUPP),
                    Map.entry(49, Errno.EADDRNOTAVAIL),
                    Map.entry(50, Errno.ENETDOWN),
                    Map.entry(60, Errno.ETIMEDOUT),
                    Map.entry(78, Errno.ENOSYS));

    private FreeBsdErrno() {}

    /// {@return the error of a number; [Errno#EIO] where it has no name here, and the caller tells
    /// the number}
    static Errno of(int number) {
        return NAMES.getOrDefault(number, Errno.EIO);
    }

    /// {@return what to say of a number beside its error's name; empty where the name says it all}
    static String remark(int number) {
        return NAMES.containsKey(number) ? "" : " (errno " + number + ")";
    }
}
