package io.sriov.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.sriov.ffm.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The attributes of the kernel's devices: sysfs, see `Documentation/filesystems/sysfs.rst`.
///
/// Devices come and go while they are read, so that something is not there, or is not there any
/// more, is an answer and not an error. Writing tells the kernel's errno. Thread-safe.
///
/// Every reading goes through one of the methods here, so that a test may extend the class and let
/// something happen between two of them.
public class Sysfs {
    /// `O_WRONLY` and `O_CLOEXEC`, `include/uapi/asm-generic/fcntl.h`. Never `O_CREAT`: it turns
    /// the absence of an attribute into EACCES.
    private static final int WRITE = 0x1 | 0x80000;

    private final Libc libc;
    private final Path root;

    /// Opens a sysfs.
    ///
    /// @param libc the C library
    /// @param root where it is mounted, usually `/sys`
    public Sysfs(Libc libc, Path root) {
        this.libc = libc;
        this.root = root;
    }

    /// {@return the sysfs of this machine}
    public static Sysfs system() {
        return new Sysfs(Libc.system(), Path.of("/sys"));
    }

    /// {@return a place below the root}
    ///
    /// @param relative where, `bus/pci/devices`
    public Path path(String relative) {
        return root.resolve(relative);
    }

    /// {@return an attribute's text without white space around it; empty where there is no such
    /// attribute, or it cannot be read}
    ///
    /// @param file the attribute
    public Optional<String> text(Path file) {
        try {
            return Optional.of(
                    new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// {@return an attribute's bytes, as many as the kernel gives to this user; empty where there
    /// is no such attribute, or it cannot be read}
    ///
    /// @param file the attribute
    public Optional<byte[]> bytes(Path file) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// {@return an attribute's number, decimal or hexadecimal with `0x`; empty where there is none}
    ///
    /// @param file the attribute
    public Optional<Long> number(Path file) {
        return text(file).flatMap(Sysfs::parse);
    }

    private static Optional<Long> parse(String text) {
        try {
            return Optional.of(
                    text.startsWith("0x")
                            ? Long.parseUnsignedLong(text.substring(2), 16)
                            : Long.parseLong(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// {@return whether there is such a file, directory or link target}
    ///
    /// @param file what is asked for
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    /// {@return where a link leads to, as it is written; empty where there is no such link}
    ///
    /// @param link the link
    public Optional<Path> link(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// {@return the name of what a link leads to, `vfio-pci` for `driver`; empty where there is no
    /// such link}
    ///
    /// @param link the link
    public Optional<String> linkedName(Path link) {
        return link(link).map(Path::getFileName).map(Path::toString);
    }

    /// {@return the names in a directory, sorted; none where there is no such directory}
    ///
    /// @param directory the directory
    public List<String> names(Path directory) {
        var names = new ArrayList<String>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (IOException | DirectoryIteratorException _) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    /// Looks whether the caller may write an attribute, and writes nothing: opening one for writing
    /// changes nothing (`kernfs_fop_open` in `fs/kernfs/file.c`).
    ///
    /// @param file the attribute
    /// @throws LinuxErrorException with the kernel's errno: EROFS where sysfs is mounted for
    ///   reading only, EACCES where the caller may not, ENOENT where there is no such attribute
    public void requireWritable(Path file) throws LinuxErrorException {
        libc.close(openForWriting(file));
    }

    private int openForWriting(Path file) throws LinuxErrorException {
        return (int) LinuxErrorException.check(file.toString(), libc.open(file.toString(), WRITE));
    }

    /// Writes an attribute, in one write.
    ///
    /// @param file the attribute, which must exist
    /// @param text what to write
    /// @throws LinuxErrorException with the kernel's errno; ENOENT where there is no such attribute
    public void write(Path file, String text) throws LinuxErrorException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int fd = openForWriting(file);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.max(1, bytes.length));
            MemorySegment.copy(bytes, 0, buffer, JAVA_BYTE, 0, bytes.length);
            LinuxErrorException.check(
                    file.toString(), libc.pwrite(fd, buffer.asSlice(0, bytes.length), 0));
        } finally {
            libc.close(fd);
        }
    }
}
