package io.sriov.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LibcTest {
    private static final int ENOENT = 2;
    private static final int EBADF = 9;
    private static final int EINVAL = 22;

    @TempDir Path directory;

    @Test
    void readsAndWritesPlacesOfAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("né"), "0123456789");
        Libc libc = Libc.system();
        int fd = libc.open(file.toString(), Libc.O_RDWR);
        assertThat(fd).isNotNegative();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(4);
            assertThat(libc.pread(fd, buffer, 3)).isEqualTo(4);
            assertThat(new String(buffer.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8))
                    .isEqualTo("3456");
            assertThat(libc.pread(fd, buffer, 8)).isEqualTo(2);
            assertThat(libc.pread(fd, buffer, 10)).isZero();
            buffer.copyFrom(MemorySegment.ofArray("abcd".getBytes(StandardCharsets.UTF_8)));
            assertThat(libc.pwrite(fd, buffer, 1)).isEqualTo(4);
            assertThat(Files.readString(file)).isEqualTo("0abcd56789");
            assertThat(libc.pread(fd, buffer, -1)).isEqualTo(-EINVAL);
        }
        assertThat(libc.close(fd)).isZero();
        assertThat(libc.close(fd)).isEqualTo(-EBADF);
    }

    @Test
    void errorsAreNegativeNumbers() {
        Libc libc = Libc.system();
        assertThat(libc.open(directory.resolve("absent").toString(), Libc.O_RDONLY))
                .isEqualTo(-ENOENT);
        try (Arena arena = Arena.ofConfined()) {
            assertThat(libc.pread(-1, arena.allocate(1), 0)).isEqualTo(-EBADF);
            assertThat(libc.pwrite(-1, arena.allocate(1), 0)).isEqualTo(-EBADF);
        }
        assertThatThrownBy(() -> libc.open("a\0b", Libc.O_RDONLY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void functionsAreLookedUpWhenTheyAreCalled() {
        var asked = new ArrayList<String>();
        SymbolLookup system = Linker.nativeLinker().defaultLookup();
        SymbolLookup library =
                name -> {
                    asked.add(name);
                    return name.equals("pread") ? Optional.empty() : system.find(name);
                };
        var libc = new Libc(library);
        assertThat(asked).isEmpty();

        assertThat(libc.close(-1)).isEqualTo(-EBADF);
        assertThat(libc.close(-1)).isEqualTo(-EBADF);
        assertThat(asked).containsExactly("close");
        try (Arena arena = Arena.ofConfined()) {
            assertThatThrownBy(() -> libc.pread(-1, arena.allocate(1), 0))
                    .isInstanceOfSatisfying(
                            HostException.class,
                            e -> assertThat(e.errno()).isEqualTo(Errno.EOPNOTSUPP))
                    .hasMessageContaining("no function 'pread'");
        }
    }

    @Test
    void whereNativeAccessIsDeniedTheFlagIsTold() throws IOException, InterruptedException {
        Path program =
                Files.writeString(
                        directory.resolve("Denied.java"),
                        """
                        void main() {
                            try {
                                io.sriov.ffm.Libc.system().close(-1);
                            } catch (io.sriov.host.HostException e) {
                                IO.println(e.getMessage());
                            }
                        }
                        """);
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "--illegal-native-access=deny",
                                        "-cp",
                                        System.getProperty("jdk.module.path"),
                                        program.toString()))
                        .redirectErrorStream(true)
                        .start();
        String output;
        try (InputStream in = process.getInputStream()) {
            output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        process.waitFor();
        assertThat(output)
                .contains("EPERM")
                .contains("start it with --enable-native-access=ALL-UNNAMED");
    }
}
