package io.sriov.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/// Sockets of the C library, as POSIX has them. They are closed with [Libc#close(int)].
///
/// A call gives the C function's result, or `-errno` where that is -1. Functions are linked when
/// they are first called. Thread-safe.
public final class Sockets {
    /// Linux's option for how long to wait for bytes, a `struct timeval`: 18 on POWER
    /// (`arch/powerpc/include/uapi/asm/socket.h`), 20 on x86, Arm, RISC-V and s390
    /// (`include/uapi/asm-generic/socket.h`).
    public static final int SO_RCVTIMEO =
            System.getProperty("os.arch", "").startsWith("ppc") ? 18 : 20;

    /// `ssize_t send(int fd, const void *buf, size_t len, int flags)`, and `recv` likewise.
    private static final FunctionDescriptor TRANSFER =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

    private static final FunctionDescriptor NAMING =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

    private final NativeFunction socket;
    private final NativeFunction bind;
    private final NativeFunction connect;
    private final NativeFunction setsockopt;
    private final NativeFunction send;
    private final NativeFunction recv;

    private static final class OfThisProcess {
        static final Sockets SOCKETS = new Sockets(Linker.nativeLinker().defaultLookup());
    }

    /// Binds the functions of a library.
    ///
    /// @param library where they are
    public Sockets(SymbolLookup library) {
        // int socket(int domain, int type, int protocol)
        socket =
                new NativeFunction(
                        library,
                        "socket",
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        // int bind(int fd, const struct sockaddr *addr, socklen_t addrlen), and connect likewise
        bind = new NativeFunction(library, "bind", NAMING);
        connect = new NativeFunction(library, "connect", NAMING);
        // int setsockopt(int fd, int level, int optname, const void *optval, socklen_t optlen)
        setsockopt =
                new NativeFunction(
                        library,
                        "setsockopt",
                        FunctionDescriptor.of(
                                JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
        send = new NativeFunction(library, "send", TRANSFER);
        recv = new NativeFunction(library, "recv", TRANSFER);
    }

    /// {@return the C library of this process}
    public static Sockets system() {
        return OfThisProcess.SOCKETS;
    }

    /// Creates a socket, in the network namespace of the calling thread where the system has such.
    ///
    /// @param domain the family of its addresses
    /// @param type its type, and flags where the system takes them here
    /// @param protocol the protocol of the family; 0 for the usual one
    /// @return a file descriptor, or `-errno`
    public int socket(int domain, int type, int protocol) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = NativeFunction.errno(arena);
            int result = (int) socket.handle().invokeExact(errno, domain, type, protocol);
            return result == -1 ? -NativeFunction.errno(errno) : result;
        } catch (Throwable e) {
            throw NativeFunction.unexpected(e);
        }
    }

    /// Gives a socket an address of its own.
    ///
    /// @param fd the socket
    /// @param address the address, native memory
    /// @return 0, or `-errno`
    public int bind(int fd, MemorySegment address) {
        return name(bind, fd, address);
    }

    /// Connects a socket.
    ///
    /// @param fd the socket
    /// @param address with whom, native memory
    /// @return 0, or `-errno`
    public int connect(int fd, MemorySegment address) {
        return name(connect, fd, address);
    }

    private static int name(NativeFunction function, int fd, MemorySegment address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = NativeFunction.errno(arena);
            int size = Math.toIntExact(address.byteSize());
            int result = (int) function.handle().invokeExact(errno, fd, address, size);
            return result == -1 ? -NativeFunction.errno(errno) : result;
        } catch (Throwable e) {
            throw NativeFunction.unexpected(e);
        }
    }

    /// Sets an option of a socket.
    ///
    /// @param fd the socket
    /// @param level whose option it is
    /// @param option the option
    /// @param value its value, native memory
    /// @return 0, or `-errno`
    public int setOption(int fd, int level, int option, MemorySegment value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = NativeFunction.errno(arena);
            int size = Math.toIntExact(value.byteSize());
            int result =
                    (int) setsockopt.handle().invokeExact(errno, fd, level, option, value, size);
            return result == -1 ? -NativeFunction.errno(errno) : result;
        } catch (Throwable e) {
            throw NativeFunction.unexpected(e);
        }
    }

    /// Sends bytes to whom the socket is connected.
    ///
    /// @param fd the socket
    /// @param bytes the bytes, native memory
    /// @param flags how; 0 for nothing particular
    /// @return how many bytes were sent, or `-errno`
    public long send(int fd, MemorySegment bytes, int flags) {
        return transfer(send, fd, bytes, flags);
    }

    /// Receives bytes. Blocks while there are none, unless the socket's options or the flags say
    /// otherwise.
    ///
    /// @param fd the socket
    /// @param buffer where the bytes go, native memory
    /// @param flags how; 0 for nothing particular
    /// @return how many bytes were received, or what else the flags ask for, or `-errno`
    public long receive(int fd, MemorySegment buffer, int flags) {
        return transfer(recv, fd, buffer, flags);
    }

    private static long transfer(NativeFunction function, int fd, MemorySegment bytes, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = NativeFunction.errno(arena);
            long result =
                    (long) function.handle().invokeExact(errno, fd, bytes, bytes.byteSize(), flags);
            return result == -1 ? -NativeFunction.errno(errno) : result;
        } catch (Throwable e) {
            throw NativeFunction.unexpected(e);
        }
    }
}
