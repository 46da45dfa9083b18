package io.sriov.linux.vfio;

import io.sriov.ffm.Libc;
import io.sriov.linux.sys.LinuxErrorException;
import java.lang.foreign.MemorySegment;

/// An open file of VFIO's. Thread-safe.
final class VfioFile implements AutoCloseable {
    /// `O_CLOEXEC`, `include/uapi/asm-generic/fcntl.h`.
    private static final int O_CLOEXEC = 0x80000;

    private static final int CLOSED = -1;

    private final Libc libc;
    private final String name;
    private int fd;

    /// @param name what it is called in messages
    VfioFile(Libc libc, String name, int fd) {
        this.libc = libc;
        this.name = name;
        this.fd = fd;
    }

    /// @throws LinuxErrorException when it cannot be opened for reading and writing
    static VfioFile open(Libc libc, String path) throws LinuxErrorException {
        long fd = LinuxErrorException.check(path, libc.open(path, Libc.O_RDWR | O_CLOEXEC));
        return new VfioFile(libc, path, (int) fd);
    }

    Libc libc() {
        return libc;
    }

    String name() {
        return name;
    }

    synchronized int fd() {
        if (fd == CLOSED) {
            throw new IllegalStateException(name + " is closed");
        }
        return fd;
    }

    /// {@return what the request gives}
    ///
    /// @throws LinuxErrorException when the kernel refuses it
    synchronized int ioctl(long request, MemorySegment argument) throws LinuxErrorException {
        return (int) LinuxErrorException.check(name, libc.ioctl(fd(), request, argument));
    }

    /// As the other, with a number that the request takes in place of a pointer.
    int ioctl(long request, long argument) throws LinuxErrorException {
        return ioctl(request, MemorySegment.ofAddress(argument));
    }

    synchronized long pread(MemorySegment buffer, long offset) throws LinuxErrorException {
        return LinuxErrorException.check(name, libc.pread(fd(), buffer, offset));
    }

    synchronized long pwrite(MemorySegment buffer, long offset) throws LinuxErrorException {
        return LinuxErrorException.check(name, libc.pwrite(fd(), buffer, offset));
    }

    /// Closing it again does nothing.
    @Override
    public synchronized void close() {
        if (fd != CLOSED) {
            libc.close(fd);
            fd = CLOSED;
        }
    }
}
