package io.sriov.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/// Who owns a file: chown(2), on systems whose `uid_t` and `gid_t` have 32 bits. Thread-safe.
public final class FileOwnership {
    private final NativeFunction chown;

    private static final class OfThisProcess {
        static final FileOwnership OWNERSHIP =
                new FileOwnership(Linker.nativeLinker().defaultLookup());
    }

    /// Binds the function of a library.
    ///
    /// @param library where it is
    public FileOwnership(SymbolLookup library) {
        // int chown(const char *path, uid_t owner, gid_t group)
        chown =
                new NativeFunction(
                        library,
                        "chown",
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    }

    /// {@return the function of this process}
    public static FileOwnership system() {
        return OfThisProcess.OWNERSHIP;
    }

    /// Gives a file to somebody.
    ///
    /// @param path its path, without NUL
    /// @param owner the number of its new owner; -1 where that is to stay
    /// @param group the number of its new group; -1 where that is to stay
    /// @return 0, or `-errno`
    public int change(String path, int owner, int group) {
        if (path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a path cannot hold NUL");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path);
            MemorySegment errno = NativeFunction.errno(arena);
            int result = (int) chown.handle().invokeExact(errno, name, owner, group);
            return result == -1 ? -NativeFunction.errno(errno) : result;
        } catch (Throwable e) {
            throw NativeFunction.unexpected(e);
        }
    }
}
