package io.sriov.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.OptionalLong;

/// The kernel's variables by name: sysctlbyname(3), on the systems that have it. Reads only.
/// Thread-safe.
public final class Sysctl {
    /// Longer values are not read whole; none of those asked for comes near.
    private static final int MOST = 4096;

    private final NativeFunction sysctlbyname;

    /// Binds the function of a library.
    ///
    /// @param library where it is
    public Sysctl(SymbolLookup library) {
        // int sysctlbyname(const char *name, void *oldp, size_t *oldlenp,
        //     const void *newp, size_t newlen)
        sysctlbyname =
                new NativeFunction(
                        library,
                        "sysctlbyname",
                        FunctionDescriptor.of(
                                JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
    }

    /// {@return the C library of this process}
    public static Sysctl system() {
        return new Sysctl(Linker.nativeLinker().defaultLookup());
    }

    /// {@return a variable's number of 4 or 8 bytes, unsigned bits; empty where there is no such
    /// variable, it has another size, or may not be read}
    ///
    /// @param name its name, `hw.pagesize`
    public OptionalLong number(String name) {
        try (Arena arena = Arena.ofConfined()) {
            Optional<MemorySegment> value = read(name, arena);
            if (value.isEmpty()) {
                return OptionalLong.empty();
            }
            return switch ((int) value.get().byteSize()) {
                case 4 ->
                        OptionalLong.of(
                                Integer.toUnsignedLong(
                                        value.get().get(ValueLayout.JAVA_INT_UNALIGNED, 0)));
                case 8 -> OptionalLong.of(value.get().get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
                default -> OptionalLong.empty();
            };
        }
    }

    /// {@return a variable's text; empty where there is no such variable, it is no text, or may not
    /// be read}
    ///
    /// @param name its name, `kern.osrelease`
    public Optional<String> text(String name) {
        try (Arena arena = Arena.ofConfined()) {
            return read(name, arena)
                    .filter(value ->
                            value.byteSize() > 0
                                    && value.get(ValueLayout.JAVA_BYTE, value.byteSize() - 1) == 0)
                    .map(value -> value.getString(0));
        }
    }

    private Optional<MemorySegment> read(String name, Arena arena) {
        MemorySegment value = arena.allocate(MOST, 8);
        MemorySegment length = arena.allocateFrom(JAVA_LONG, MOST);
        MemorySegment errno = NativeFunction.errno(arena);
        try {
            int result =
                    (int)
                            sysctlbyname
                                    .handle()
                                    .invokeExact(
                                            errno,
                                            arena.allocateFrom(name),
                                            value,
                                            length,
                                            MemorySegment.NULL,
                                            0L);
            return result == 0
                    ? Optional.of(value.asSlice(0, Math.min(MOST, length.get(JAVA_LONG, 0))))
                    : Optional.empty();
        } catch (Throwable e) {
            throw NativeFunction.unexpected(e);
        }
    }
}
