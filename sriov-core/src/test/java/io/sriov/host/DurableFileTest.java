package io.sriov.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are replaced whole.
class DurableFileTest {
    @TempDir private Path directory;

    @Test
    void theNewTextHasTheOldOnesPermissions() throws IOException {
        Path file = Files.writeString(directory.resolve("a"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        DurableFile.write(file, directory.resolve("b"), "new");
        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(directory.resolve("b")).doesNotExist();
    }

    @Test
    void whatCannotTakeTheOldOnesPlaceIsNotLeftBehind() throws IOException {
        Path file = Files.createDirectory(directory.resolve("a"));
        Path inside = Files.writeString(file.resolve("inside"), "old");
        Path beside = directory.resolve("b");
        assertThatThrownBy(() -> DurableFile.write(file, beside, "new"))
                .isInstanceOf(IOException.class);
        assertThat(inside).hasContent("old");
        assertThat(beside).doesNotExist();
    }

    @Test
    void aFullDiskIsToldAsSuch() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "there is no /dev/full");
        IOException failure =
                catchThrowableOfType(
                        IOException.class,
                        () -> {
                            try (var channel = FileChannel.open(full, StandardOpenOption.WRITE)) {
                                channel.write(ByteBuffer.allocate(1));
                            }
                        });
        assertThat(DurableFile.errno(failure)).isEqualTo(Errno.ENOSPC);
        assertThat(DurableFile.errno(new IOException("what else"))).isEqualTo(Errno.EIO);
    }
}
