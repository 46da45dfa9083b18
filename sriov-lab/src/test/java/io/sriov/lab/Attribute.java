package io.sriov.lab;

import io.sriov.ffm.Libc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A sysfs attribute, written as the kernel wants it: the file is opened without creating it, and
/// the value goes in one `write`.
///
/// @param file the attribute's file, which need not be there
record Attribute(Path file) {
    /// `O_WRONLY`, `include/uapi/asm-generic/fcntl.h`.
    private static final int O_WRONLY = 1;

    /// {@return the value without the newline at its end}
    String read() {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// {@return the value as a number; `0x` before it makes it a hexadecimal one}
    long number() {
        return Long.decode(read());
    }

    /// Writes a value as it is, without adding a newline.
    ///
    /// @return 0, or the number of the error that opening or writing gave
    int tryWrite(String value) {
        Libc libc = Libc.system();
        int fd = libc.open(file.toString(), O_WRONLY);
        if (fd < 0) {
            return -fd;
        }
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            MemorySegment buffer = arena.allocate(bytes.length);
            buffer.copyFrom(MemorySegment.ofArray(bytes));
            return (int) Math.max(0, -libc.pwrite(fd, buffer, 0));
        } finally {
            libc.close(fd);
        }
    }

    /// Writes a value that must be taken.
    void write(Object value) {
        int errno = tryWrite(value.toString());
        if (errno != 0) {
            throw new AssertionError("writing '" + value + "' to " + file + ": errno " + errno);
        }
    }
}
