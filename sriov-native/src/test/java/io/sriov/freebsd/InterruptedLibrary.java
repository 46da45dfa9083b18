package io.sriov.freebsd;

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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A C library in which something happens between two requests: before the one of a number and a
/// count, `ioctl` does something else first. What comes after each of them can be said, too.
final class InterruptedLibrary implements SymbolLookup {
    private static final FunctionDescriptor IOCTL =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);

    private static final MethodHandle ERRNO_LOCATION =
            List.of("__errno_location", "__error").stream()
                    .map(Linker.nativeLinker().defaultLookup()::find)
                    .flatMap(Optional::stream)
                    .map(symbol ->
                            Linker.nativeLinker()
                                    .downcallHandle(symbol, FunctionDescriptor.of(ADDRESS)))
                    .findFirst()
                    .orElseThrow();

    private final SymbolLookup library;
    private final long request;
    private final int count;
    private final Runnable meanwhile;
    private final MethodHandle ioctl;
    private final MemorySegment stub;
    private Consumer<MemorySegment> afterwards = _ -> {};
    private int refusal;
    private int seen;

    /// @param count before which of these requests, from 1; 0 for before each
    InterruptedLibrary(
            SymbolLookup library, Arena arena, long request, int count, Runnable meanwhile) {
        this.library = library;
        this.request = request;
        this.count = count;
        this.meanwhile = meanwhile;
        Linker linker = Linker.nativeLinker();
        ioctl = linker.downcallHandle(library.find("ioctl").orElseThrow(), IOCTL);
        try {
            stub =
                    linker.upcallStub(
                            MethodHandles.lookup()
                                    .findVirtual(
                                            InterruptedLibrary.class, "ioctl", IOCTL.toMethodType())
                                    .bindTo(this),
                            IOCTL,
                            arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<MemorySegment> find(String name) {
        return name.equals("ioctl") ? Optional.of(stub) : library.find(name);
    }

    /// Lets something happen after each of the requests, with its parameter.
    InterruptedLibrary afterwards(Consumer<MemorySegment> what) {
        afterwards = what;
        return this;
    }

    /// Refuses each of the requests.
    InterruptedLibrary refusing(int errno) {
        refusal = errno;
        return this;
    }

    int seen() {
        return seen;
    }

    @SuppressWarnings("UnusedMethod") // found by its name
    private int ioctl(int fd, long number, MemorySegment argument) {
        if (number == request) {
            seen++;
            if (count == 0 || seen == count) {
                meanwhile.run();
            }
        }
        try {
            if (number == request && refusal != 0) {
                MemorySegment errno = (MemorySegment) ERRNO_LOCATION.invokeExact();
                errno.reinterpret(Integer.BYTES).set(JAVA_INT, 0, refusal);
                return -1;
            }
            int result = (int) ioctl.invokeExact(fd, number, argument);
            if (number == request) {
                afterwards.accept(argument);
            }
            return result;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
