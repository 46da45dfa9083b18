package io.sriov.testkit.freebsd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.sriov.host.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A C library whose functions are [SystemCalls]: machine code that calls back into Java, and sets
/// `errno` as the real library does.
@SuppressWarnings({
    "UnusedMethod",
    "UnusedVariable"
}) // the functions have the names and parameters of C
final class CLibrary implements SymbolLookup {
    private static final Linker LINKER = Linker.nativeLinker();

    /// Where `errno` is: `__errno_location` on Linux, `__error` on FreeBSD and macOS.
    private static final MethodHandle ERRNO_LOCATION =
            List.of("__errno_location", "__error").stream()
                    .map(LINKER.defaultLookup()::find)
                    .flatMap(Optional::stream)
                    .findFirst()
                    .map(symbol -> LINKER.downcallHandle(symbol, FunctionDescriptor.of(ADDRESS)))
                    .orElseThrow(() -> new IllegalStateException("this system has no errno"));

    private final SystemCalls calls;
    private final Map<String, MemorySegment> functions = new HashMap<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    CLibrary(SystemCalls calls, Arena arena) {
        this.calls = calls;
        bind(arena, "open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
        bind(arena, "close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        bind(arena, "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
        bind(
                arena,
                "getdirentries",
                FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS));
        bind(
                arena,
                "sysctlbyname",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
        bind(arena, "getifaddrs", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        bind(arena, "freeifaddrs", FunctionDescriptor.ofVoid(ADDRESS));
    }

    private void bind(Arena arena, String name, FunctionDescriptor signature) {
        MethodType type = signature.toMethodType();
        try {
            MethodHandle method =
                    MethodHandles.lookup().findVirtual(CLibrary.class, name, type).bindTo(this);
            functions.put(name, LINKER.upcallStub(method, signature, arena));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<MemorySegment> find(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    /// {@return what went wrong in a function that is no error of the caller; null where nothing
    /// did}
    @Nullable Throwable failure() {
        return failure.get();
    }

    private int open(MemorySegment path, int flags, int mode) {
        return (int) run(() -> calls.open(path.address(), flags));
    }

    private int close(int descriptor) {
        return (int) run(() -> calls.close(descriptor));
    }

    private int ioctl(int descriptor, long request, MemorySegment parameter) {
        return (int) run(() -> calls.ioctl(descriptor, request, parameter.address()));
    }

    private long getdirentries(
            int descriptor, MemorySegment buffer, long size, MemorySegment base) {
        return run(() -> calls.getdirentries(descriptor, buffer.address(), size));
    }

    private int sysctlbyname(
            MemorySegment name,
            MemorySegment old,
            MemorySegment oldLength,
            MemorySegment changed,
            long changedLength) {
        return (int)
                run(() ->
                        calls.sysctlbyname(
                                name.address(),
                                old.address(),
                                oldLength.address(),
                                changed.address()));
    }

    private int getifaddrs(MemorySegment list) {
        return (int) run(() -> calls.getifaddrs(list.address()));
    }

    private void freeifaddrs(MemorySegment list) {
        run(() -> calls.freeifaddrs(list.address()));
    }

    private interface Call {
        long run() throws KernelErrorException;
    }

    /// Nothing may be thrown through machine code: that would end the JVM.
    private long run(Call call) {
        try {
            return call.run();
        } catch (KernelErrorException e) {
            setErrno(KernelNumbers.of(e.errno()));
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
            setErrno(KernelNumbers.of(Errno.EIO));
        }
        return -1;
    }

    private static void setErrno(int number) {
        try {
            MemorySegment errno = (MemorySegment) ERRNO_LOCATION.invokeExact();
            errno.reinterpret(Integer.BYTES).set(JAVA_INT, 0, number);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
