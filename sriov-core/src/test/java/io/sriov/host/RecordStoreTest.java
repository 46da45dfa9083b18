package io.sriov.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every store promises, and what the one in a directory does on the disk.
class RecordStoreTest {
    @TempDir static Path directory;
    private static int number;

    static Stream<RecordStore> stores() {
        return Stream.of(
                new MemoryRecordStore(),
                new DirectoryRecordStore(directory.resolve("deep/er-" + number++)));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void keepsTexts(RecordStore store) {
        assertThat(store.names()).isEmpty();
        assertThat(store.read("a")).isEmpty();
        store.remove("a");

        store.write("b", "");
        store.write("a", "é\n\uD83D\uDE00");
        store.write("a", "second");

        assertThat(store.read("a")).contains("second");
        assertThat(store.read("b")).contains("");
        assertThat(store.names()).containsExactly("a", "b");
        store.remove("a");
        assertThat(store.names()).containsExactly("b");
    }

    @ParameterizedTest
    @MethodSource("stores")
    void locksExcludeEachOther(RecordStore store) {
        RecordStore.Lock lock = store.lock("ix0");
        assertThatThrownBy(() -> store.lock("ix0"))
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
        store.lock("ix1").close();

        lock.close();
        lock.close();
        RecordStore.Lock again = store.lock("ix0");
        lock.close();
        assertThatThrownBy(() -> store.lock("ix0")).isInstanceOf(HostException.class);
        again.close();
        assertThat(store.names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "a/b", ".hidden", "a b", "a\u0000", "é"})
    void namesLeadNowhere(String name) {
        stores().forEach(store -> {
            assertThatThrownBy(() -> store.read(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.write(name, ""))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.remove(name))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.lock(name)).isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void anotherStoreOfTheDirectorySeesTheSame() {
        Path shared = directory.resolve("shared");
        var first = new DirectoryRecordStore(shared);
        var second = new DirectoryRecordStore(shared.resolve("../shared"));
        first.write("a", "text");

        assertThat(second.read("a")).contains("text");
        try (var _ = first.lock("ix0")) {
            assertThatThrownBy(() -> second.lock("ix0")).isInstanceOf(HostException.class);
        }
        second.lock("ix0").close();
    }

    @Test
    void aLinkToTheDirectoryLeadsToTheSameLocks() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        try (var _ = new DirectoryRecordStore(real).lock("ix0")) {
            assertThatThrownBy(() -> new DirectoryRecordStore(link).lock("ix0"))
                    .isInstanceOfSatisfying(
                            HostException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
        }
        new DirectoryRecordStore(link).lock("ix0").close();
    }

    @Test
    void anotherProcessIsExcludedToo() throws IOException, InterruptedException {
        Path shared = directory.resolve("processes");
        var store = new DirectoryRecordStore(shared);
        store.lock("ix0").close();
        Path file = shared.resolve(".ix0.lock");
        assertThat(file).exists();
        try (var _ = store.lock("ix0")) {
            assertThat(locksFromAnotherProcess(file)).isFalse();
        }
        assertThat(locksFromAnotherProcess(file)).isTrue();
    }

    private static boolean locksFromAnotherProcess(Path file)
            throws IOException, InterruptedException {
        Path program = directory.resolve("TryLock.java");
        Files.writeString(
                program,
                """
                void main(String[] args) throws Exception {
                    try (var channel = java.nio.channels.FileChannel.open(
                            java.nio.file.Path.of(args[0]), java.nio.file.StandardOpenOption.WRITE)) {
                        System.exit(channel.tryLock() == null ? 3 : 4);
                    }
                }
                """);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        int status =
                new ProcessBuilder(java.toString(), program.toString(), file.toString())
                        .inheritIO()
                        .start()
                        .waitFor();
        assertThat(status).isIn(3, 4);
        return status == 4;
    }

    @Test
    void bytesThatAreNoTextAreRead() throws IOException {
        Path shared = directory.resolve("bytes");
        var store = new DirectoryRecordStore(shared);
        store.write("a", "x");
        try (FileChannel channel =
                FileChannel.open(shared.resolve("a"), StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[] {(byte) 0xff, 0, (byte) 0xfe}));
        }

        assertThat(store.read("a")).isPresent();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsTold() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        var store = new DirectoryRecordStore(file);

        assertThatThrownBy(() -> store.write("a", "text"))
                .isInstanceOf(HostException.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> store.lock("a")).isInstanceOf(HostException.class);
        assertThatThrownBy(store::names).isInstanceOf(HostException.class);
    }
}
