package io.sriov.linux;

import io.sriov.ffm.Libc;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.sys.LinuxErrno;
import io.sriov.pci.ConfigSpace;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// A function's configuration space as sysfs has it: the file `config` of
/// `/sys/bus/pci/devices/DDDD:BB:DD.F`.
///
/// The file has 256 or 4,096 bytes. An aligned access of 1, 2 or 4 bytes becomes one configuration
/// access of that width (`pci_read_config` and `pci_write_config` in Linux's
/// `drivers/pci/pci-sysfs.c`); mapping the file into memory is not offered there. Without
/// CAP_SYS_ADMIN the kernel gives the first 64 bytes only (128 of a CardBus bridge), and under
/// lockdown it takes no writes; both are told as [HostException] here, not as a function that does
/// not answer.
///
/// Thread-safe.
public final class SysfsConfigSpace implements ConfigSpace, AutoCloseable {
    /// `O_CLOEXEC`, `include/uapi/asm-generic/fcntl.h`.
    private static final int O_CLOEXEC = 0x80000;

    private static final ValueLayout.OfInt DWORD =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// What keeps a file from being opened for writing, and not from being opened for reading.
    private static final Set<Optional<Errno>> READABLE_ALL_THE_SAME =
            Set.of(Optional.of(Errno.EACCES), Optional.of(Errno.EPERM), Optional.of(Errno.EROFS));

    private final Libc libc;
    private final Path file;
    private final long size;
    private final int unwritable;

    /// What a register's value is passed in; for one access at a time.
    private final MemorySegment buffer = Arena.ofAuto().allocate(4, 4);

    private int fd;

    /// @param unwritable the number of the error that keeps the file from being written; 0 where
    ///   none does
    private SysfsConfigSpace(Libc libc, Path file, int fd, long size, int unwritable) {
        this.libc = libc;
        this.file = file;
        this.fd = fd;
        this.size = size;
        this.unwritable = unwritable;
    }

    /// Opens a configuration space, for reading alone where the caller may not write it.
    ///
    /// @param file the file `config` of a function
    /// @return the configuration space, to be closed by the caller
    /// @throws HostException with the kernel's errno when it cannot be opened, or Java does not
    ///   permit native access
    public static SysfsConfigSpace open(Path file) {
        return open(Libc.system(), file);
    }

    static SysfsConfigSpace open(Libc libc, Path file) {
        int unwritable = 0;
        int fd = libc.open(file.toString(), Libc.O_RDWR | O_CLOEXEC);
        if (fd < 0 && READABLE_ALL_THE_SAME.contains(LinuxErrno.of(-fd))) {
            unwritable = -fd;
            fd = libc.open(file.toString(), Libc.O_RDONLY | O_CLOEXEC);
        }
        if (fd < 0) {
            throw failed(Operation.READ_CONFIG_SPACE, file, -fd);
        }
        try {
            return new SysfsConfigSpace(libc, file, fd, Files.size(file), unwritable);
        } catch (IOException e) {
            libc.close(fd);
            throw new HostException(
                    Operation.READ_CONFIG_SPACE,
                    file.toString(),
                    Errno.EIO,
                    "its size cannot be told",
                    null,
                    e);
        }
    }

    @Override
    public synchronized long read(int offset, int width) {
        ConfigSpace.checkAccess(offset, width);
        requireOpen();
        if (offset + width > size) {
            return ConfigSpace.allOnes(width);
        }
        fill(buffer.asSlice(0, width), offset);
        return buffer.get(DWORD, 0) & ConfigSpace.allOnes(width);
    }

    /// {@return all of it, 256 or 4,096 bytes, read in one go}
    ///
    /// @throws HostException with the kernel's errno; with EPERM where it gives only the beginning
    ///   to this user
    public synchronized byte[] bytes() {
        requireOpen();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(size);
            fill(all, 0);
            return all.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private void fill(MemorySegment bytes, int offset) {
        long count = libc.pread(fd, bytes, offset);
        if (count < 0) {
            throw failed(Operation.READ_CONFIG_SPACE, file, (int) -count);
        }
        if (count < bytes.byteSize()) {
            throw new HostException(
                    Operation.READ_CONFIG_SPACE,
                    file.toString(),
                    Errno.EPERM,
                    "the kernel gives only its beginning to this user",
                    "run as root, or with CAP_SYS_ADMIN");
        }
    }

    @Override
    public synchronized void write(int offset, int width, long value) {
        ConfigSpace.checkWrite(offset, width, value);
        requireOpen();
        if (unwritable != 0) {
            throw failed(Operation.WRITE_CONFIG_SPACE, file, unwritable);
        }
        if (offset + width > size) {
            return;
        }
        buffer.set(DWORD, 0, (int) value);
        long count = libc.pwrite(fd, buffer.asSlice(0, width), offset);
        if (count < 0) {
            throw failed(Operation.WRITE_CONFIG_SPACE, file, (int) -count);
        }
        if (count < width) {
            throw new HostException(
                    Operation.WRITE_CONFIG_SPACE,
                    file.toString(),
                    Errno.EIO,
                    "only " + count + " of " + width + " bytes were taken",
                    null);
        }
    }

    private void requireOpen() {
        if (fd < 0) {
            throw new IllegalStateException(file + " is closed");
        }
    }

    private static HostException failed(Operation operation, Path file, int number) {
        Errno errno = LinuxErrno.of(number).orElse(Errno.EIO);
        String detail =
                LinuxErrno.of(number).map(Errno::linuxText).orElse("error number " + number);
        String remedy =
                switch (errno) {
                    case EACCES -> "run as root";
                    case EPERM ->
                            operation == Operation.WRITE_CONFIG_SPACE
                                    ? "run as root; kernel lockdown forbids it even then"
                                    : "run as root, or with CAP_SYS_ADMIN";
                    case EROFS -> "mount sysfs writable";
                    case ENOENT -> "make sure that the function is there";
                    default -> null;
                };
        return new HostException(operation, file.toString(), errno, detail, remedy);
    }

    /// Closes the file. Closing it again does nothing.
    @Override
    public synchronized void close() {
        if (fd >= 0) {
            libc.close(fd);
            fd = -1;
        }
    }
}
