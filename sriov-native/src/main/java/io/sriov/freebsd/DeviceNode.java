package io.sriov.freebsd;

import io.sriov.ffm.Libc;
import io.sriov.host.Errno;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/// An open device node. To be closed by whoever opened it; not thread-safe in that respect.
final class DeviceNode implements AutoCloseable {
    /// `O_CLOEXEC`, `sys/sys/fcntl.h`.
    private static final int O_CLOEXEC = 0x0010_0000;

    /// What keeps a node from being opened for writing, and not from being opened for reading.
    private static final Set<Errno> READABLE_ALL_THE_SAME =
            Set.of(Errno.EACCES, Errno.EPERM, Errno.EROFS);

    private final Libc libc;
    private final int fd;
    private final boolean writable;

    private DeviceNode(Libc libc, int fd, boolean writable) {
        this.libc = libc;
        this.fd = fd;
        this.writable = writable;
    }

    /// Opens a node for reading and writing; where that is not permitted, for reading alone, which
    /// is enough for the requests that change nothing.
    ///
    /// @param path its path, without NUL
    /// @throws KernelErrorException when it cannot be opened for either
    static DeviceNode open(Libc libc, String path) throws KernelErrorException {
        int fd = libc.open(path, Libc.O_RDWR | O_CLOEXEC);
        if (fd >= 0) {
            return new DeviceNode(libc, fd, true);
        }
        if (READABLE_ALL_THE_SAME.contains(FreeBsdErrno.of(-fd))) {
            fd = libc.open(path, Libc.O_RDONLY | O_CLOEXEC);
        }
        return new DeviceNode(libc, KernelErrorException.check(fd), false);
    }

    /// Opens a node, or a directory, for reading.
    ///
    /// @throws KernelErrorException when it cannot be opened
    static DeviceNode openForReading(Libc libc, String path) throws KernelErrorException {
        int fd = libc.open(path, Libc.O_RDONLY | O_CLOEXEC);
        return new DeviceNode(libc, KernelErrorException.check(fd), false);
    }

    /// Asks the device for something.
    ///
    /// @throws KernelErrorException when it refuses
    void ioctl(long request, MemorySegment argument) throws KernelErrorException {
        KernelErrorException.check(libc.ioctl(fd, request, argument));
    }

    boolean writable() {
        return writable;
    }

    int fd() {
        return fd;
    }

    @Override
    public void close() {
        libc.close(fd);
    }
}
