package io.sriov.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/// Files of the C library, as POSIX has them, on systems whose `off_t` has 64 bits.
///
/// A call gives the C function's result, or `-errno` where that is -1. Functions are linked when
/// they are first called. Thread-safe.
public final class Libc {
    /// `O_RDONLY`: 0 on Linux and FreeBSD.
    public static final int O_RDONLY = 0;

    /// `O_RDWR`: 2 on Linux and FreeBSD.
    public static final int O_RDWR = 2;

    /// `ssize_t pread(int fd, void *buf, size_t count, off_t offset)`, and `pwrite` likewise.
    private static final FunctionDescriptor TRANSFER =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);

    private final NativeFunction open;
    private final NativeFunction pread;
    private final NativeFunction pwrite;
    private final NativeFunction ioctl;
    private final NativeFunction close;

    private static final class OfThisProcess {
        static final Libc LIBC = new Libc(Linker.nativeLinker().defaultLookup());
    }

    /// Binds the functions of a library.
    ///
    /// @param library where they are
    public Libc(SymbolLookup library) {
        // int open(const char *path, int flags, ... /* mode_t mode */)
        open =
                new NativeFunction(
                        library,
                        "open",
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                        Linker.Option.firstVariadicArg(2));
        pread = new NativeFunction(library, "pread", TRANSFER);
        pwrite = new NativeFunction(library, "pwrite", TRANSFER);
        // int ioctl(int fd, unsigned long request, ...)
        ioctl =
                new NativeFunction(
                        library,
                        "ioctl",
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                        Linker.Option.firstVariadicArg(2));
        // int close(int fd)
        close = new NativeFunction(library, "close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }

    /// {@return the C library of this process}
    public static Libc system() {
        return OfThisProcess.LIBC;
    }

    /// Opens a file that exists.
    ///
    /// @param path its path, without NUL
    /// @param flags [#O_RDONLY] or [#O_RDWR], and what else the system has
    /// @return a file descriptor, or `-errno`
    public int open(String path, int flags) {
        if (path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a path cannot hold NUL");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path);
            MemorySegment errno = NativeFunction.errno(arena);
            int result = (int) open.handle().invokeExact(errno, name, flags, 0);
            return result == -1 ? -NativeFunction.errno(errno) : result;
        } catch (Throwable e) {
            throw NativeFunction.unexpected(e);
        }
    }

    /// Reads from a place of a file.
    ///
    /// @param fd the file descriptor
    /// @param buffer where the bytes go; all of it is to be filled
    /// @param offset the place, in bytes
    /// @return how many bytes were read, 0 at the end of the file, or `-errno`
    public long pread(int fd, MemorySegment buffer, long offset) {
        return transfer(pread, fd, buffer, offset);
    }

    /// Writes to a place of a file.
    ///
    /// @param fd the file descriptor
    /// @param buffer the bytes
    /// @param offset the place, in bytes
    /// @return how many bytes were written, or `-errno`
    public long pwrite(int fd, MemorySegment buffer, long offset) {
        return transfer(pwrite, fd, buffer, offset);
    }

    private static long transfer(
            NativeFunction function, int fd, MemorySegment buffer, long offset) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = NativeFunction.errno(arena);
            long result =
                    (long)
                            function.handle()
                                    .invokeExact(errno, fd, buffer, buffer.byteSize(), offset);
            return result == -1 ? -NativeFunction.errno(errno) : result;
        } catch (Throwable e) {
            throw NativeFunction.unexpected(e);
        }
    }

    /// Asks a device for something.
    ///
    /// @param fd the file descriptor
    /// @param request the number of the request
    /// @param argument what the request takes, read and written as it says; `NULL` where it takes
    ///   nothing
    /// @return what the request gives, 0 for most, or `-errno`
    public int ioctl(int fd, long request, MemorySegment argument) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = NativeFunction.errno(arena);
            int result = (int) ioctl.handle().invokeExact(errno, fd, request, argument);
            return result == -1 ? -NativeFunction.errno(errno) : result;
        } catch (Throwable e) {
            throw NativeFunction.unexpected(e);
        }
    }

    /// Closes a file descriptor. It is gone afterwards, whatever the result.
    ///
    /// @param fd the file descriptor
    /// @return 0, or `-errno`
    public int close(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = NativeFunction.errno(arena);
            int result = (int) close.handle().invokeExact(errno, fd);
            return result == -1 ? -NativeFunction.errno(errno) : result;
        } catch (Throwable e) {
            throw NativeFunction.unexpected(e);
        }
    }
}
