package io.sriov.linux.nvme;

import io.sriov.ffm.Libc;
import io.sriov.linux.sys.LinuxErrorException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A primary controller, open for admin commands. Must be closed. Not thread-safe.
///
/// Every method throws [LinuxErrorException] when the kernel does not pass the command on, EACCES
/// without the capability `CAP_SYS_ADMIN`, and [NvmeStatusException] when the controller refuses
/// it.
public final class NvmeController implements AutoCloseable {
    /// `O_CLOEXEC`, `include/uapi/asm-generic/fcntl.h`.
    private static final int O_CLOEXEC = 0x80000;

    private static final int IDENTIFY = 0x06;
    private static final int IDENTIFY_BYTES = 4096;
    private static final int VIRTUALIZATION_MANAGEMENT = 0x1c;
    private static final int GREATEST_ID = 0xffff;

    private final Libc libc;
    private final String node;
    private final int fd;

    private NvmeController(Libc libc, String node, int fd) {
        this.libc = libc;
        this.node = node;
        this.fd = fd;
    }

    /// Opens a controller.
    ///
    /// @param libc the C library
    /// @param node its device, `/dev/nvme0`
    /// @return the controller
    /// @throws LinuxErrorException with EAGAIN while it is reset or dead
    public static NvmeController open(Libc libc, Path node) throws LinuxErrorException {
        String path = node.toString();
        long fd = LinuxErrorException.check(path, libc.open(path, Libc.O_RDWR | O_CLOEXEC));
        return new NvmeController(libc, path, (int) fd);
    }

    /// {@return what it has for secondary controllers}
    public PrimaryCapabilities primary() throws LinuxErrorException, NvmeStatusException {
        try (Arena arena = Arena.ofConfined()) {
            return PrimaryCapabilities.decode(identify(arena, PrimaryCapabilities.CNS, 0));
        }
    }

    /// {@return its secondary controllers, by identifier}
    public List<SecondaryController> secondaries() throws LinuxErrorException, NvmeStatusException {
        var all = new ArrayList<SecondaryController>();
        int from = 0;
        while (from <= GREATEST_ID) {
            List<SecondaryController> some = secondaries(from);
            all.addAll(some);
            if (some.size() < SecondaryController.ENTRIES || some.getLast().id() < from) {
                break;
            }
            from = some.getLast().id() + 1;
        }
        return all;
    }

    /// {@return a secondary controller; empty where there is none of this identifier}
    ///
    /// @param id its identifier
    public Optional<SecondaryController> secondary(int id)
            throws LinuxErrorException, NvmeStatusException {
        return secondaries(id).stream().filter(controller -> controller.id() == id).findFirst();
    }

    private List<SecondaryController> secondaries(int from)
            throws LinuxErrorException, NvmeStatusException {
        try (Arena arena = Arena.ofConfined()) {
            return SecondaryController.decodeList(identify(arena, SecondaryController.CNS, from));
        }
    }

    /// Takes a secondary controller offline, and away all flexible resources that it has.
    ///
    /// @param id its identifier
    public void offline(int id) throws LinuxErrorException, NvmeStatusException {
        manage(ManagementAction.SECONDARY_OFFLINE, id, 0, 0);
    }

    /// Sets how many resources a secondary controller has, which must be offline.
    ///
    /// @param id its identifier
    /// @param type the type of the resources
    /// @param count how many it has from then on, 0..65535
    public void assign(int id, FlexibleResource type, int count)
            throws LinuxErrorException, NvmeStatusException {
        manage(ManagementAction.SECONDARY_ASSIGN, id, type.number(), count);
    }

    /// Puts a secondary controller online.
    ///
    /// @param id its identifier
    public void online(int id) throws LinuxErrorException, NvmeStatusException {
        manage(ManagementAction.SECONDARY_ONLINE, id, 0, 0);
    }

    /// The command *Identify*: CDW10 holds CNTID in bits 31:16 and CNS in bits 7:0.
    private MemorySegment identify(Arena arena, int cns, int id)
            throws LinuxErrorException, NvmeStatusException {
        MemorySegment data = arena.allocate(IDENTIFY_BYTES, Long.BYTES);
        pass(arena, new AdminCommand(IDENTIFY, id << 16 | cns, 0), data);
        return data;
    }

    /// The command *Virtualization Management*: CDW10 holds CNTLID in bits 31:16, the resource type
    /// in bits 10:8 and the action in bits 3:0; CDW11 holds the number of resources in bits 15:0.
    private void manage(ManagementAction action, int id, int type, int count)
            throws LinuxErrorException, NvmeStatusException {
        int cdw10 = id << 16 | type << 8 | action.number();
        try (Arena arena = Arena.ofConfined()) {
            pass(
                    arena,
                    new AdminCommand(VIRTUALIZATION_MANAGEMENT, cdw10, count),
                    MemorySegment.NULL);
        }
    }

    /// The result of the request is a status of NVMe's where it is positive.
    private void pass(Arena arena, AdminCommand command, MemorySegment data)
            throws LinuxErrorException, NvmeStatusException {
        long result =
                LinuxErrorException.check(
                        node, libc.ioctl(fd, AdminCommand.REQUEST, command.encode(arena, data)));
        if (result > 0) {
            throw new NvmeStatusException((int) result);
        }
    }

    @Override
    public void close() {
        libc.close(fd);
    }
}
