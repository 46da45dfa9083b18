package io.sriov.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A C library that is written in Java: machine code that calls back, and sets `errno` as the real
/// library does.
@SuppressWarnings({
    "UnusedMethod",
    "UnusedVariable"
}) // the functions have the names and parameters of C
public final class JavaLibrary implements SymbolLookup {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle ERRNO_LOCATION =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().find("__errno_location").orElseThrow(),
                    FunctionDescriptor.of(ADDRESS));
    private static final int EIO = 5;
    private static final long PATH_MAX = 4096;

    /// What the functions do: their results, or `-errno`.
    public interface Functions {
        int open(String path, int flags);

        int close(int fd);

        default long pread(int fd, MemorySegment buffer, long offset) {
            throw new UnsupportedOperationException();
        }

        default long pwrite(int fd, MemorySegment buffer, long offset) {
            throw new UnsupportedOperationException();
        }

        /// {@return the result of ioctl(2)}
        ///
        /// @param argument the third argument, a number or a pointer without a size
        default int ioctl(int fd, long request, MemorySegment argument) {
            throw new UnsupportedOperationException();
        }

        default int chown(String path, int owner, int group) {
            throw new UnsupportedOperationException();
        }
    }

    private interface Call {
        long run();
    }

    private final Functions functions;
    private final Map<String, MemorySegment> symbols = new HashMap<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    public JavaLibrary(Functions functions, Arena arena) {
        this.functions = functions;
        bind(arena, "open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
        bind(arena, "close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        FunctionDescriptor transfer =
                FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
        bind(arena, "pread", transfer);
        bind(arena, "pwrite", transfer);
        bind(arena, "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
        bind(arena, "chown", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    }

    private void bind(Arena arena, String name, FunctionDescriptor signature) {
        try {
            MethodHandle method =
                    MethodHandles.lookup()
                            .findVirtual(JavaLibrary.class, name, signature.toMethodType())
                            .bindTo(this);
            symbols.put(name, LINKER.upcallStub(method, signature, arena));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<MemorySegment> find(String name) {
        return Optional.ofNullable(symbols.get(name));
    }

    /// Fails when a function has thrown something, which its caller saw as EIO.
    public void check() {
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new AssertionError(thrown);
        }
    }

    private int open(MemorySegment path, int flags, int mode) {
        return (int) run(() -> functions.open(text(path), flags));
    }

    private int close(int fd) {
        return (int) run(() -> functions.close(fd));
    }

    private long pread(int fd, MemorySegment buffer, long size, long offset) {
        return run(() -> functions.pread(fd, buffer.reinterpret(size), offset));
    }

    private long pwrite(int fd, MemorySegment buffer, long size, long offset) {
        return run(() -> functions.pwrite(fd, buffer.reinterpret(size), offset));
    }

    private int ioctl(int fd, long request, MemorySegment argument) {
        return (int) run(() -> functions.ioctl(fd, request, argument));
    }

    private int chown(MemorySegment path, int owner, int group) {
        return (int) run(() -> functions.chown(text(path), owner, group));
    }

    /// {@return the text that a pointer leads to}
    public static String text(MemorySegment pointer) {
        return pointer.reinterpret(PATH_MAX).getString(0);
    }

    /// Nothing may be thrown through machine code: that would end the JVM.
    private long run(Call call) {
        long result;
        try {
            result = call.run();
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
            result = -EIO;
        }
        if (result >= 0) {
            return result;
        }
        try {
            MemorySegment errno = (MemorySegment) ERRNO_LOCATION.invokeExact();
            errno.reinterpret(Integer.BYTES).set(JAVA_INT, 0, (int) -result);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        return -1;
    }
}
