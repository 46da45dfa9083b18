package io.sriov.testkit.freebsd;

import io.sriov.host.Errno;
import java.util.EnumMap;
import java.util.Map;

/// Numbers of FreeBSD's kernel interface: `sys/sys/errno.h`, `sys/sys/fcntl.h`, `sys/sys/ioccom.h`.
final class KernelNumbers {
    static final int O_ACCMODE = 0x3;
    static final int O_RDONLY = 0;

    static final long IOC_OUT = 0x4000_0000L;
    static final long IOC_IN = 0x8000_0000L;

    private static final Map<Errno, Integer> ERRNOS = new EnumMap<>(Errno.class);

    static {
        ERRNOS.put(Errno.EPERM, 1);
        ERRNOS.put(Errno.ENOENT, 2);
        ERRNOS.put(Errno.EINTR, 4);
        ERRNOS.put(Errno.EIO, 5);
        ERRNOS.put(Errno.ENXIO, 6);
        ERRNOS.put(Errno.E2BIG, 7);
        ERRNOS.put(Errno.EBADF, 9);
        ERRNOS.put(Errno.ECHILD, 10);
        ERRNOS.put(Errno.ENOMEM, 12);
        ERRNOS.put(Errno.EACCES, 13);
        ERRNOS.put(Errno.EFAULT, 14);
        ERRNOS.put(Errno.EBUSY, 16);
        ERRNOS.put(Errno.EEXIST, 17);
        ERRNOS.put(Errno.ENODEV, 19);
        ERRNOS.put(Errno.ENOTDIR, 20);
        ERRNOS.put(Errno.EISDIR, 21);
        ERRNOS.put(Errno.EINVAL, 22);
        ERRNOS.put(Errno.ENFILE, 23);
        ERRNOS.put(Errno.EMFILE, 24);
        ERRNOS.put(Errno.ENOTTY, 25);
        ERRNOS.put(Errno.ENOSPC, 28);
        ERRNOS.put(Errno.EROFS, 30);
        ERRNOS.put(Errno.ERANGE, 34);
        ERRNOS.put(Errno.EAGAIN, 35);
        ERRNOS.put(Errno.EMSGSIZE, 40);
        ERRNOS.put(Errno.EPROTONOSUPPORT, 43);
        ERRNOS.put(Errno.EOPNOTSUPP, 45);
        ERRNOS.put(Errno.EADDRNOTAVAIL, 49);
        ERRNOS.put(Errno.ENETDOWN, 50);
        ERRNOS.put(Errno.ETIMEDOUT, 60);
        ERRNOS.put(Errno.ENOSYS, 78);
    }

    private KernelNumbers() {}

    static int of(Errno errno) {
        return ERRNOS.getOrDefault(errno, 5);
    }

    /// The size of an ioctl's parameter, in bytes: `IOCPARM_LEN`.
    static int parameterSize(long request) {
        return (int) (request >> 16 & 0x1fff);
    }
}
