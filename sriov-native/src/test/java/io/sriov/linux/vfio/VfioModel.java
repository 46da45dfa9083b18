package io.sriov.linux.vfio;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.sriov.ffm.JavaLibrary;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// VFIO's nodes and one function behind them, with the numbers of the kernel's headers written out.
///
/// Written after Linux's `drivers/vfio` and the behaviour of Linux 6.12 with igb in QEMU.
final class VfioModel implements JavaLibrary.Functions {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EBADF = 9;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int ENOTTY = 25;

    private static final long REGION = 1L << 40;

    private final Path dev;
    private final Map<Integer, String> open = new HashMap<>();
    private int nextFd = 100;

    /// What was asked for, by number, and by name where there is one.
    final List<String> calls = new ArrayList<>();

    /// Errors on opening, by the end of the path.
    final Map<String, Integer> unopenable = new HashMap<>();

    /// Errors of requests.
    final Map<Long, Integer> refused = new HashMap<>();

    boolean viable = true;
    int apiVersion;
    List<Integer> iommus = List.of(1, 3);
    String function = "0000:01:10.0";

    /// The token that the holder of the PF has set.
    Optional<UUID> token = Optional.empty();

    /// Whether tokens are known where a function is opened by its own node.
    boolean tokenOnOwnNode = true;

    byte[] config = new byte[4096];
    int resets;
    byte[] tokenSet = new byte[0];

    private int groupContainer;
    private int iommu;

    VfioModel(Path dev) {
        this.dev = dev;
    }

    int openFiles() {
        return open.size();
    }

    @Override
    public synchronized int open(String path, int flags) {
        for (Map.Entry<String, Integer> entry : unopenable.entrySet()) {
            if (path.endsWith(entry.getKey())) {
                return -entry.getValue();
            }
        }
        // O_RDWR | O_CLOEXEC
        if (flags != 0x80002) {
            return -EINVAL;
        }
        if (!Files.exists(Path.of(path))) {
            return -ENOENT;
        }
        String name = dev.relativize(Path.of(path)).toString();
        boolean exclusive = !name.equals("vfio/vfio") && !name.equals("iommu");
        if (exclusive && open.containsValue(name)) {
            return -EBUSY;
        }
        open.put(nextFd, name);
        return nextFd++;
    }

    @Override
    public synchronized int close(int fd) {
        String file = open.remove(fd);
        if ("vfio/7".equals(file)) {
            groupContainer = 0;
            iommu = 0;
        }
        return file == null ? -EBADF : 0;
    }

    @Override
    public synchronized int ioctl(int fd, long request, MemorySegment argument) {
        calls.add(Long.toHexString(request));
        if (refused.containsKey(request)) {
            return -refused.get(request);
        }
        String file = open.getOrDefault(fd, "");
        return switch (file) {
            case "" -> -EBADF;
            case "vfio/vfio" -> container(request, argument.address());
            case "device" -> device(request, argument);
            default -> {
                if (file.startsWith("vfio/devices/")) {
                    yield request == 0x3b76 ? bindIommufd(fd, argument) : -EINVAL;
                }
                yield file.startsWith("vfio/") ? group(request, argument) : -ENOTTY;
            }
        };
    }

    private int container(long request, long argument) {
        return switch ((int) request) {
            case 0x3b64 -> apiVersion;
            case 0x3b65 -> iommus.contains((int) argument) ? 1 : 0;
            case 0x3b66 -> {
                if (groupContainer == 0 || !iommus.contains((int) argument)) {
                    yield -EINVAL;
                }
                iommu = (int) argument;
                yield 0;
            }
            default -> -ENOTTY;
        };
    }

    private int group(long request, MemorySegment argument) {
        return switch ((int) request) {
            case 0x3b67 -> {
                MemorySegment status = argument.reinterpret(8);
                if (status.get(JAVA_INT, 0) < 8) {
                    yield -EINVAL;
                }
                status.set(JAVA_INT, 4, (viable ? 1 : 0) | (groupContainer != 0 ? 2 : 0));
                yield 0;
            }
            case 0x3b68 -> {
                int fd = argument.reinterpret(4).get(JAVA_INT, 0);
                if (groupContainer != 0 || !"vfio/vfio".equals(open.get(fd))) {
                    yield -EINVAL;
                }
                if (!viable) {
                    yield -EPERM;
                }
                groupContainer = fd;
                yield 0;
            }
            case 0x3b69 -> {
                if (groupContainer == 0) {
                    yield -EINVAL;
                }
                if (open.containsValue("device")) {
                    yield -EBUSY;
                }
                groupContainer = 0;
                yield 0;
            }
            case 0x3b6a -> openDevice(JavaLibrary.text(argument));
            default -> -ENOTTY;
        };
    }

    private int openDevice(String name) {
        calls.add(name);
        String[] words = name.split(" ", -1);
        if (!words[0].equals(function)) {
            return -ENODEV;
        }
        Optional<UUID> given = Optional.empty();
        if (words.length > 1) {
            if (!words[1].startsWith("vf_token=")) {
                return -EINVAL;
            }
            given = Optional.of(UUID.fromString(words[1].substring("vf_token=".length())));
        }
        if (iommu == 0) {
            return -EINVAL;
        }
        int error = match(given);
        if (error != 0) {
            return -error;
        }
        open.put(nextFd, "device");
        return nextFd++;
    }

    private int match(Optional<UUID> given) {
        if (token.isEmpty()) {
            return given.isPresent() ? EINVAL : 0;
        }
        return given.equals(token) ? 0 : EACCES;
    }

    private int bindIommufd(int fd, MemorySegment argument) {
        int size = argument.reinterpret(4).get(JAVA_INT, 0);
        MemorySegment bind = argument.reinterpret(size);
        int flags = bind.get(JAVA_INT, 4);
        if (size < 16 || (flags & ~(tokenOnOwnNode ? 1 : 0)) != 0) {
            return -EINVAL;
        }
        if (!"iommu".equals(open.get(bind.get(JAVA_INT, 8)))) {
            return -EBADF;
        }
        Optional<UUID> given = Optional.empty();
        if (flags == 1) {
            ByteBuffer uuid =
                    ByteBuffer.wrap(
                            MemorySegment.ofAddress(bind.get(JAVA_LONG, 16))
                                    .reinterpret(16)
                                    .toArray(JAVA_BYTE));
            given = Optional.of(new UUID(uuid.getLong(), uuid.getLong()));
        }
        int error = tokenOnOwnNode ? match(given) : 0;
        if (error != 0) {
            return -error;
        }
        bind.set(JAVA_INT, 12, 1);
        open.put(fd, "device");
        return 0;
    }

    private int device(long request, MemorySegment argument) {
        return switch ((int) request) {
            case 0x3b6b -> {
                MemorySegment info = argument.reinterpret(20);
                info.set(JAVA_INT, 4, 0b11);
                info.set(JAVA_INT, 8, 9);
                info.set(JAVA_INT, 12, 5);
                yield info.get(JAVA_INT, 0) < 16 ? -EINVAL : 0;
            }
            case 0x3b6c -> {
                MemorySegment info = argument.reinterpret(32);
                int index = info.get(JAVA_INT, 8);
                if (info.get(JAVA_INT, 0) < 32 || index < 0 || index >= 9) {
                    yield -EINVAL;
                }
                long size = index == 0 ? 0x4000 : index == 7 ? config.length : 0;
                info.set(JAVA_INT, 4, index == 0 ? 0b111 : index == 7 ? 0b011 : 0);
                info.set(JAVA_LONG, 16, size);
                info.set(JAVA_LONG, 24, index * REGION);
                yield 0;
            }
            case 0x3b6d -> {
                MemorySegment info = argument.reinterpret(16);
                int index = info.get(JAVA_INT, 8);
                if (info.get(JAVA_INT, 0) < 16 || index < 0 || index >= 5) {
                    yield -EINVAL;
                }
                info.set(JAVA_INT, 4, index == 2 ? 0b1001 : 0b0011);
                info.set(JAVA_INT, 12, index == 2 ? 3 : 0);
                yield 0;
            }
            case 0x3b6f -> {
                resets++;
                yield 0;
            }
            case 0x3b75 -> {
                MemorySegment feature = argument.reinterpret(24);
                if (feature.get(JAVA_INT, 0) < 24 || feature.get(JAVA_INT, 4) != 0x20000) {
                    yield -EINVAL;
                }
                tokenSet = feature.asSlice(8, 16).toArray(JAVA_BYTE);
                yield 0;
            }
            default -> -ENOTTY;
        };
    }

    @Override
    public synchronized long pread(int fd, MemorySegment buffer, long offset) {
        int at = place(fd, offset);
        int count = (int) Math.min(buffer.byteSize(), config.length - at);
        MemorySegment.copy(config, at, buffer, JAVA_BYTE, 0, count);
        return count;
    }

    @Override
    public synchronized long pwrite(int fd, MemorySegment buffer, long offset) {
        int at = place(fd, offset);
        MemorySegment.copy(buffer, JAVA_BYTE, 0, config, at, (int) buffer.byteSize());
        return buffer.byteSize();
    }

    private int place(int fd, long offset) {
        if (!"device".equals(open.get(fd)) || offset / REGION != 7) {
            throw new AssertionError(open.get(fd) + " at " + HexFormat.of().toHexDigits(offset));
        }
        return (int) (offset % REGION);
    }
}
