package io.sriov.linux;

import io.sriov.ffm.JavaLibrary;
import io.sriov.ffm.Libc;
import io.sriov.host.Errno;
import io.sriov.linux.sys.LinuxErrno;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.testkit.linux.SimulatedLinux;
import io.sriov.testkit.linux.SyscallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The sysfs of a simulated kernel as files: reads see a directory, writes go to the kernel, and
/// the directory follows.
final class SysfsMirror implements JavaLibrary.Functions {
    private static final String DIRECTORY = "";
    private static final String LINK = "-> ";
    private static final List<String> TOP = List.of("bus", "class", "devices", "kernel");

    private final SimulatedLinux linux;
    private final Path root;
    private final Map<Integer, String> open = new HashMap<>();
    private TreeMap<String, String> mirrored = new TreeMap<>();
    private int nextFd = 100;

    /// @param root where `/sys` is to be; not there yet
    SysfsMirror(SimulatedLinux linux, Path root) {
        this.linux = linux;
        this.root = root;
        follow();
    }

    Sysfs sysfs(Arena arena) {
        return new Sysfs(new Libc(new JavaLibrary(this, arena)), root);
    }

    @Override
    public synchronized int open(String path, int flags) {
        String below = "/sys/" + root.relativize(Path.of(path));
        if (!linux.exists(below)) {
            return -number(Errno.ENOENT);
        }
        open.put(nextFd, below);
        return nextFd++;
    }

    @Override
    public synchronized int close(int fd) {
        open.remove(fd);
        return 0;
    }

    @Override
    public synchronized long pwrite(int fd, MemorySegment buffer, long offset) {
        String text = new String(buffer.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII);
        try {
            linux.write(Objects.requireNonNull(open.get(fd)), text);
            return text.length();
        } catch (SyscallException e) {
            return -number(e.errno());
        } finally {
            follow();
        }
    }

    private static int number(Errno errno) {
        return IntStream.range(1, 200)
                .filter(number -> LinuxErrno.of(number).equals(Optional.of(errno)))
                .findFirst()
                .orElseThrow();
    }

    /// Makes the directory what the kernel shows now.
    synchronized void follow() {
        TreeMap<String, String> now = new TreeMap<>();
        TOP.forEach(top -> walk("/" + top, now));
        try {
            for (String gone : mirrored.descendingKeySet()) {
                if (!kind(now, gone).equals(kind(mirrored, gone))) {
                    Files.delete(file(gone));
                }
            }
            for (Map.Entry<String, String> entry : now.entrySet()) {
                make(file(entry.getKey()), entry.getKey(), entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        mirrored = now;
    }

    private static String kind(Map<String, String> tree, String path) {
        String shown = tree.getOrDefault(path, "none");
        return shown.startsWith("f") ? "f" : shown;
    }

    private Path file(String path) {
        return root.resolve(path.substring(1));
    }

    private void walk(String path, Map<String, String> into) {
        try {
            into.put(path, LINK + linux.readLink(path).substring("/sys".length()));
            return;
        } catch (SyscallException _) {
            // no link
        }
        List<String> names;
        try {
            names = linux.list(path);
        } catch (SyscallException _) {
            into.put(path, "f" + text(path));
            return;
        }
        into.put(path, DIRECTORY);
        names.forEach(name -> walk(path + "/" + name, into));
    }

    private String text(String path) {
        try {
            return path.endsWith("/config") ? "" : linux.read(path);
        } catch (SyscallException _) {
            return "";
        }
    }

    private void make(Path file, String path, String shown) throws IOException {
        if (shown.startsWith("f")) {
            if (path.endsWith("/config")) {
                Files.write(file, config(path));
            } else if (!shown.equals(mirrored.get(path))) {
                Files.writeString(file, shown.substring(1));
            }
        } else if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (shown.equals(DIRECTORY)) {
                Files.createDirectories(file);
            } else {
                Path target = file(shown.substring(LINK.length()));
                Files.createSymbolicLink(
                        file, Objects.requireNonNull(file.getParent()).relativize(target));
            }
        }
    }

    /// The registers of PFs and ports; nobody looks at those of VFs.
    private byte[] config(String path) {
        String function = path.replaceFirst("/config$", "").replaceFirst(".*/", "");
        ByteBuffer bytes = ByteBuffer.allocate(ConfigSpace.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        if (!linux.exists("/sys/bus/pci/devices/" + function + "/physfn")) {
            ConfigSpace space = linux.configSpace(PciAddress.parse(function));
            for (int at = 0; at < ConfigSpace.SIZE; at += 4) {
                bytes.putInt(at, (int) space.read32(at));
            }
        }
        return bytes.array();
    }
}
