package io.sriov.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The entries of a directory as FreeBSD gives them since release 12: getdirentries(2).
/// Thread-safe.
public final class DirectoryEntries {
    /// The part of an entry before its name, `sys/sys/dirent.h`:
    ///
    /// ```c
    /// struct dirent {
    ///     ino_t      d_fileno;
    ///     off_t      d_off;
    ///     __uint16_t d_reclen;
    ///     __uint8_t  d_type;
    ///     __uint8_t  d_pad0;
    ///     __uint16_t d_namlen;
    ///     __uint16_t d_pad1;
    ///     char       d_name[255 + 1];
    /// };
    /// ```
    public static final StructLayout DIRENT =
            MemoryLayout.structLayout(
                            JAVA_LONG.withName("d_fileno"),
                            JAVA_LONG.withName("d_off"),
                            JAVA_SHORT.withName("d_reclen"),
                            JAVA_BYTE.withName("d_type"),
                            JAVA_BYTE.withName("d_pad0"),
                            JAVA_SHORT.withName("d_namlen"),
                            JAVA_SHORT.withName("d_pad1"),
                            MemoryLayout.sequenceLayout(256, JAVA_BYTE).withName("d_name"))
                    .withName("dirent");

    private static final long RECLEN = offset("d_reclen");
    private static final long NAMLEN = offset("d_namlen");
    private static final long FILENO = offset("d_fileno");
    private static final long NAME = offset("d_name");
    private static final int BUFFER = 16 << 10;

    private final NativeFunction getdirentries;

    /// Binds the function of a library.
    ///
    /// @param library where it is
    public DirectoryEntries(SymbolLookup library) {
        // ssize_t getdirentries(int fd, char *buf, size_t nbytes, off_t *basep)
        getdirentries =
                new NativeFunction(
                        library,
                        "getdirentries",
                        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS));
    }

    private static long offset(String field) {
        return DIRENT.byteOffset(PathElement.groupElement(field));
    }

    /// Reads the names of a directory, `.` and `..` among them.
    ///
    /// @param fd the directory, open for reading and at its beginning
    /// @param names where the names go, in the order of the directory
    /// @return 0, or `-errno`
    public int read(int fd, List<String> names) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = NativeFunction.errno(arena);
            MemorySegment buffer = arena.allocate(BUFFER, 8);
            while (true) {
                long count =
                        (long)
                                getdirentries
                                        .handle()
                                        .invokeExact(
                                                errno,
                                                fd,
                                                buffer,
                                                (long) BUFFER,
                                                MemorySegment.NULL);
                if (count <= 0) {
                    return count < 0 ? -NativeFunction.errno(errno) : 0;
                }
                decode(buffer.asSlice(0, count), names);
            }
        } catch (Throwable e) {
            throw NativeFunction.unexpected(e);
        }
    }

    private static void decode(MemorySegment entries, List<String> names) {
        long at = 0;
        while (at < entries.byteSize()) {
            int length = Short.toUnsignedInt(entries.get(JAVA_SHORT, at + RECLEN));
            int nameLength = Short.toUnsignedInt(entries.get(JAVA_SHORT, at + NAMLEN));
            if (entries.get(JAVA_LONG, at + FILENO) != 0) {
                byte[] name = entries.asSlice(at + NAME, nameLength).toArray(JAVA_BYTE);
                names.add(new String(name, StandardCharsets.UTF_8));
            }
            at += Math.max(length, NAME);
        }
    }
}
