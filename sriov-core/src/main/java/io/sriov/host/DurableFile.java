package io.sriov.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes small text files so that a crash leaves either the old text or the new one, whole.
public final class DurableFile {

    private DurableFile() {}

    /// Writes a file beside the old one, forces it to the disk, and puts it in the old one's place.
    ///
    /// @param file the file, in a directory that exists
    /// @param beside where the new text is written first, in the same directory; a symbolic link
    ///   there is not followed
    /// @param text the new text
    /// @throws IOException when the file cannot be written; the old text is still there then
    public static void write(Path file, Path beside, String text) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        beside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectoryOf(file);
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
