package io.sriov.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.stream.Stream;

/// Writes small text files so that a crash leaves either the old text or the new one, whole.
public final class DurableFile {

    private DurableFile() {}

    /// Writes a file beside the old one, forces it to the disk, and puts it in the old one's place,
    /// with the old one's permissions, and its owner where the caller may give files away.
    ///
    /// @param file the file, in a directory that exists
    /// @param beside where the new text is written first, in the same directory; a symbolic link
    ///   there is not followed
    /// @param text the new text
    /// @throws IOException when the file cannot be written; the old text is still there then
    public static void write(Path file, Path beside, String text) throws IOException {
        try {
            writeNew(file, beside, text);
            Files.move(
                    beside,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            try {
                if (Files.isRegularFile(beside, LinkOption.NOFOLLOW_LINKS)) {
                    Files.delete(beside);
                }
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
        forceDirectoryOf(file);
    }

    /// {@return the errno of what went wrong with a file; [Errno#EIO] where it is not told}
    ///
    /// @param e what went wrong
    public static Errno errno(IOException e) {
        if (e instanceof AccessDeniedException) {
            return Errno.EACCES;
        }
        // A channel has the system's words as its message, a FileSystemException as its reason.
        String words =
                e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
        return Stream.of(Errno.ENOSPC, Errno.EROFS)
                .filter(errno -> errno.linuxText().equals(words))
                .findFirst()
                .orElse(Errno.EIO);
    }

    private static void writeNew(Path file, Path beside, String text) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        beside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS)) {
            keepPermissions(file, beside);
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void keepPermissions(Path file, Path beside) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        PosixFileAttributeView view =
                Files.getFileAttributeView(beside, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        PosixFileAttributes old = Files.readAttributes(file, PosixFileAttributes.class);
        try {
            view.setOwner(old.owner());
            view.setGroup(old.group());
        } catch (IOException _) {
            // Whoever may not give files away keeps what they write.
        }
        view.setPermissions(old.permissions());
    }

    /// Forces what was renamed or removed in a file's directory to the disk, on systems where a
    /// directory can be opened.
    ///
    /// @param file a file in the directory, there or not
    /// @throws IOException when the disk does not take it
    public static void forceDirectoryOf(Path file) throws IOException {
        FileChannel directory;
        try {
            directory =
                    FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ);
        } catch (IOException _) {
            return;
        }
        try (directory) {
            directory.force(true);
        }
    }
}
