package io.sriov.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sriov.ffm.Libc;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.pci.ConfigSpace;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class SysfsConfigSpaceTest {
    @TempDir Path directory;

    private Path file(int size) throws IOException {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 7 + (i >> 8));
        }
        return Files.write(directory.resolve("config"), bytes);
    }

    @Test
    void readsLittleEndianRegistersOfEachWidth() throws IOException {
        Path file = file(256);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer model = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try (var space = SysfsConfigSpace.open(file)) {
            for (int at = 0; at < 256; at++) {
                assertThat(space.read8(at)).isEqualTo(bytes[at] & 0xff);
                if (at % 2 == 0) {
                    assertThat(space.read16(at)).isEqualTo(model.getShort(at) & 0xffff);
                }
                if (at % 4 == 0) {
                    assertThat(space.read32(at)).isEqualTo(model.getInt(at) & 0xffff_ffffL);
                }
            }
            assertThat(space.read(256, 1)).isEqualTo(0xff);
            assertThat(space.read16(256)).isEqualTo(0xffff);
            assertThat(space.read32(4092)).isEqualTo(0xffff_ffffL);
        }
    }

    @Test
    void writesNothingButTheRegister() throws IOException {
        Path file = file(4096);
        byte[] expected = Files.readAllBytes(file);
        try (var space = SysfsConfigSpace.open(file)) {
            space.write(0x41, 1, 0xab);
            space.write16(0x44, 0xcdef);
            space.write32(0xffc, 0xfedc_ba98L);
        }
        expected[0x41] = (byte) 0xab;
        expected[0x44] = (byte) 0xef;
        expected[0x45] = (byte) 0xcd;
        ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN).putInt(0xffc, 0xfedc_ba98);
        assertThat(Files.readAllBytes(file)).isEqualTo(expected);
    }

    @Test
    void writesPastTheEndAreLost() throws IOException {
        Path file = file(256);
        try (var space = SysfsConfigSpace.open(file)) {
            space.write32(256, 1);
        }
        assertThat(Files.size(file)).isEqualTo(256);
    }

    @Test
    void whatIsNoAccessIsAMistake() throws IOException {
        try (var space = SysfsConfigSpace.open(file(256))) {
            assertThatThrownBy(() -> space.read(1, 2)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> space.read(4096, 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> space.write(0, 1, 256))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aClosedSpaceIsNotRead() throws IOException {
        SysfsConfigSpace space = SysfsConfigSpace.open(file(256));
        space.close();
        space.close();
        assertThatThrownBy(() -> space.read8(0)).isInstanceOf(IllegalStateException.class);
    }

    /// sysfs lets nobody, root included, open for writing what has no write permission.
    @Test
    void whereWritingIsForbiddenReadingGoesOn() {
        Path file = Path.of("/sys/kernel/uevent_seqnum");
        assumeTrue(Files.isReadable(file), "this machine has no " + file);
        try (var space = SysfsConfigSpace.open(file)) {
            assertThat(space.read8(0)).isBetween((int) '0', (int) '9');
            assertThatThrownBy(() -> space.write(0, 1, 0))
                    .isInstanceOfSatisfying(
                            HostException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EACCES))
                    .hasMessageContaining("run as root");
        }
    }

    @Test
    void aMissingFileIsTold() {
        Path absent = directory.resolve("absent");
        assertThatThrownBy(() -> SysfsConfigSpace.open(absent))
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
                .hasMessageContaining(absent.toString())
                .hasMessageContaining("No such file or directory");
    }

    @Test
    void whatTheKernelKeepsFromUsersIsNotTakenForAbsence() throws IOException {
        Path file = file(4096);
        try (Arena arena = Arena.ofShared();
                var space = SysfsConfigSpace.open(new Libc(first64Bytes(arena)), file)) {
            assertThat(space.read32(60)).isNotEqualTo(ConfigSpace.allOnes(4));
            assertThatThrownBy(() -> space.read32(64))
                    .isInstanceOfSatisfying(
                            HostException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EPERM))
                    .hasMessageContaining("CAP_SYS_ADMIN");
        }
    }

    /// A C library whose `pread` gives 64 bytes of any file, as sysfs does without CAP_SYS_ADMIN.
    private static SymbolLookup first64Bytes(Arena arena) throws IOException {
        try {
            MemorySegment pread =
                    Linker.nativeLinker()
                            .upcallStub(
                                    MethodHandles.lookup()
                                            .findStatic(
                                                    SysfsConfigSpaceTest.class,
                                                    "pread",
                                                    MethodType.methodType(
                                                            long.class,
                                                            int.class,
                                                            MemorySegment.class,
                                                            long.class,
                                                            long.class)),
                                    FunctionDescriptor.of(
                                            ValueLayout.JAVA_LONG,
                                            ValueLayout.JAVA_INT,
                                            ValueLayout.ADDRESS,
                                            ValueLayout.JAVA_LONG,
                                            ValueLayout.JAVA_LONG),
                                    arena);
            SymbolLookup system = Linker.nativeLinker().defaultLookup();
            return name -> name.equals("pread") ? Optional.of(pread) : system.find(name);
        } catch (ReflectiveOperationException e) {
            throw new IOException(e);
        }
    }

    @SuppressWarnings("UnusedMethod") // found by its name
    private static long pread(int fd, MemorySegment buffer, long count, long offset) {
        if (offset >= 64) {
            return 0;
        }
        return Libc.system().pread(fd, buffer.reinterpret(Math.min(count, 64 - offset)), offset);
    }

    @Test
    void theFunctionsOfThisMachineReadAsTheirFiles() throws IOException {
        Path devices = Path.of("/sys/bus/pci/devices");
        assumeTrue(Files.isDirectory(devices), "this machine has no PCI devices in sysfs");
        try (Stream<Path> list = Files.list(devices)) {
            for (Path device : list.limit(4).toList()) {
                Path file = device.resolve("config");
                ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
                try (FileChannel channel = FileChannel.open(file);
                        var space = SysfsConfigSpace.open(file)) {
                    assertThat(channel.read(header, 0)).isEqualTo(64);
                    // What does not change by itself: IDs, revision and class, header type, BARs,
                    // subsystem.
                    for (int at : new int[] {0x00, 0x08, 0x10, 0x14, 0x18, 0x1c, 0x2c}) {
                        assertThat(space.read32(at))
                                .as("%s register %02x", device, at)
                                .isEqualTo(header.getInt(at) & 0xffff_ffffL);
                    }
                    assertThat(space.read16(0)).isEqualTo(header.getShort(0) & 0xffff);
                    assertThat(space.read8(0x0e)).isEqualTo(header.get(0x0e) & 0xff);
                }
            }
        }
    }
}
