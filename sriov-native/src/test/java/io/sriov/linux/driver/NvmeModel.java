package io.sriov.linux.driver;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.sriov.ffm.JavaLibrary;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// An NVMe controller with secondary controllers, behind `/dev/nvme0`, with the numbers of the NVM
/// Express Base Specification 2.0 written out.
///
/// What it does is written after *Identify*, *Virtualization Management* and section 8.26,
/// *Virtualization Enhancements*, of the specification.
final class NvmeModel implements JavaLibrary.Functions {
    private static final int EIO = 5;
    private static final int EBADF = 9;
    private static final int ENOENT = 2;
    private static final int ENOTTY = 25;
    private static final int EINVAL = 22;
    private static final int FD = 40;
    private static final int DO_NOT_RETRY = 0x4000;

    /// A secondary controller.
    static final class Secondary {
        final int id;
        final int vfn;
        boolean online;
        final int[] resources = new int[2];

        Secondary(int id, int vfn) {
            this.id = id;
            this.vfn = vfn;
        }

        Secondary has(int vq, int vi) {
            resources[0] = vq;
            resources[1] = vi;
            return this;
        }

        @Override
        public String toString() {
            return resources[0] + "/" + resources[1] + (online ? " online" : "");
        }
    }

    final List<Secondary> secondaries = new ArrayList<>();

    /// All commands but the reading ones, in words.
    final List<String> written = new ArrayList<>();

    /// How often something was read.
    int identified;

    /// How many VFs are enabled.
    int enabledVfs;

    /// Flexible resources, VQ and VI.
    int[] total = {16, 8};

    int[] ofPrimary = {0, 0};
    int[] mostOfSecondary = {8, 4};
    int resourceTypes = 3;

    /// Whether the controller has virtualization management.
    boolean manageable = true;

    /// The error of open(2) and of ioctl(2), where not 0.
    int openError;

    int commandError;

    /// How many commands are carried out before one is not; negative for all.
    int untilCommandError = -1;

    /// A status that the controller gives to the next *Virtualization Management*, where not 0.
    int nextStatus;

    private int open;

    /// Adds secondary controllers for VFs, with identifiers that follow each other.
    NvmeModel vfs(int count, int firstId) {
        for (int i = 0; i < count; i++) {
            secondaries.add(new Secondary(firstId + i, i + 1));
        }
        return this;
    }

    Secondary vf(int index) {
        return secondaries.stream().filter(s -> s.vfn == index + 1).findFirst().orElseThrow();
    }

    /// {@return whether no more is assigned than there is}
    boolean isConsistent() {
        return ofPrimary[0] + assigned(0) <= total[0] && ofPrimary[1] + assigned(1) <= total[1];
    }

    int openFiles() {
        return open;
    }

    @Override
    public int open(String path, int flags) {
        if (openError != 0) {
            return -openError;
        }
        // O_RDWR | O_CLOEXEC
        if (!path.endsWith("/dev/nvme0") || flags != 0x80002) {
            return -ENOENT;
        }
        open++;
        return FD;
    }

    @Override
    public int close(int fd) {
        open--;
        return fd == FD ? 0 : -EBADF;
    }

    @Override
    public int ioctl(int fd, long request, MemorySegment argument) {
        if (fd != FD || open < 1) {
            return -EBADF;
        }
        if (request != 0xC0484E41L) {
            return -ENOTTY;
        }
        if (commandError != 0) {
            return -commandError;
        }
        if (untilCommandError >= 0 && untilCommandError-- == 0) {
            return -EIO;
        }
        MemorySegment command = argument.reinterpret(72);
        int opcode = Byte.toUnsignedInt(command.get(JAVA_BYTE, 0));
        int cdw10 = command.get(JAVA_INT_UNALIGNED, 40);
        int cdw11 = command.get(JAVA_INT_UNALIGNED, 44);
        long data = command.get(JAVA_LONG_UNALIGNED, 24);
        int length = command.get(JAVA_INT_UNALIGNED, 36);
        return switch (opcode) {
            case 0x06 -> {
                if (length != 4096) {
                    yield -EINVAL;
                }
                yield identify(cdw10, MemorySegment.ofAddress(data).reinterpret(length));
            }
            case 0x1c -> length != 0 ? -EINVAL : manage(cdw10, cdw11);
            default -> DO_NOT_RETRY | 0x001;
        };
    }

    private int identify(int cdw10, MemorySegment data) {
        identified++;
        if (!manageable) {
            return DO_NOT_RETRY | 0x002;
        }
        ByteBuffer out = data.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        switch (cdw10 & 0xff) {
            case 0x14 -> capabilities(out);
            case 0x15 -> list(cdw10 >>> 16, out);
            default -> {
                return DO_NOT_RETRY | 0x002;
            }
        }
        return 0;
    }

    private void capabilities(ByteBuffer out) {
        out.putShort(0, (short) 9);
        out.put(4, (byte) resourceTypes);
        for (int type = 0; type < 2; type++) {
            int at = 32 + 32 * type;
            out.putInt(at, total[type]);
            out.putInt(at + 4, assigned(type));
            out.putShort(at + 8, (short) ofPrimary[type]);
            out.putShort(at + 12, (short) mostOfSecondary[type]);
        }
    }

    private int assigned(int type) {
        return secondaries.stream().mapToInt(secondary -> secondary.resources[type]).sum();
    }

    private void list(int from, ByteBuffer out) {
        int count = 0;
        for (Secondary secondary : secondaries) {
            if (secondary.id < from || count == 127) {
                continue;
            }
            int at = 32 + 32 * count;
            out.putShort(at, (short) secondary.id);
            out.putShort(at + 2, (short) 9);
            out.put(at + 4, (byte) (secondary.online ? 1 : 0));
            out.putShort(at + 8, (short) secondary.vfn);
            out.putShort(at + 10, (short) secondary.resources[0]);
            out.putShort(at + 12, (short) secondary.resources[1]);
            count++;
        }
        out.put(0, (byte) count);
    }

    private int manage(int cdw10, int cdw11) {
        int status = manageable ? nextStatus : 0x001;
        nextStatus = 0;
        if (status == 0) {
            status = act(cdw10 & 0xf, cdw10 >>> 16, cdw10 >>> 8 & 7, cdw11);
        }
        return status == 0 ? 0 : DO_NOT_RETRY | status;
    }

    private int act(int action, int id, int type, int count) {
        Secondary secondary = secondaries.stream().filter(s -> s.id == id).findFirst().orElse(null);
        if (secondary == null) {
            return 0x11f;
        }
        return switch (action) {
            case 7 -> {
                written.add("offline " + id);
                secondary.online = false;
                secondary.has(0, 0);
                yield 0;
            }
            case 8 -> {
                written.add("assign " + id + " " + type + " " + count);
                yield assign(secondary, type, count);
            }
            case 9 -> {
                written.add("online " + id);
                if (secondary.resources[0] < 2
                        || secondary.resources[1] < 1
                        || secondary.vfn > enabledVfs) {
                    yield 0x120;
                }
                secondary.online = true;
                yield 0;
            }
            default -> 0x002;
        };
    }

    private int assign(Secondary secondary, int type, int count) {
        if (type > 1 || (resourceTypes >> type & 1) == 0) {
            return 0x122;
        }
        if (secondary.online) {
            return 0x120;
        }
        int free = total[type] - ofPrimary[type] - assigned(type) + secondary.resources[type];
        if (count > mostOfSecondary[type] || count > free) {
            return 0x121;
        }
        secondary.resources[type] = count;
        return 0;
    }
}
