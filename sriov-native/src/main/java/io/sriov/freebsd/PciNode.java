package io.sriov.freebsd;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.pci.ConfigSpace;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `/dev/pci`, open; see pci(4).
///
/// Anybody who may read it can list functions; reading a register takes write permission, because
/// it may have side effects, and so does writing one.
final class PciNode implements AutoCloseable {
    private static final String PATH = "/dev/pci";

    /// How many functions are asked for at once.
    private static final int PAGE = 64;

    /// How often a list that changes while it is read is begun again.
    private static final int ATTEMPTS = 16;

    private final DeviceNode node;

    private PciNode(DeviceNode node) {
        this.node = node;
    }

    /// Opens it, for reading alone where nothing else is permitted.
    ///
    /// @throws HostException when it cannot be opened
    static PciNode open(SystemCalls calls) {
        try {
            return new PciNode(DeviceNode.open(calls.files(), PATH));
        } catch (KernelErrorException e) {
            throw new HostException(
                    Operation.GET_STATUS,
                    PATH,
                    e.errno(),
                    "the list of PCI functions cannot be opened" + e.remark(),
                    "run as a user who may read " + PATH);
        }
    }

    /// {@return whether registers can be reached, as far as the node's permissions go}
    boolean writable() {
        return node.writable();
    }

    /// {@return the functions that match, in the kernel's order}
    ///
    /// @throws HostException when the kernel does not give the list
    List<PciConf> list(PciMatchConf match) {
        try {
            try {
                return list(match, PciConfIo.REQUEST_15, PciConf.LAYOUT_15);
            } catch (KernelErrorException e) {
                // A kernel that does not know the request says ENOTTY, or EPERM where the node is
                // open for reading only.
                if (e.errno() != Errno.ENOTTY && e.errno() != Errno.EPERM) {
                    throw e;
                }
                return list(match, PciConfIo.REQUEST_14, PciConf.LAYOUT_14);
            }
        } catch (KernelErrorException e) {
            throw new HostException(
                    Operation.GET_STATUS,
                    PATH,
                    e.errno(),
                    "the kernel does not list its PCI functions" + e.remark(),
                    "see whether pciconf -l does; a kernel and tools of different releases do not"
                            + " always understand each other");
        }
    }

    private List<PciConf> list(PciMatchConf match, long request, StructLayout layout)
            throws KernelErrorException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pattern = arena.allocate(PciMatchConf.LAYOUT);
            match.content().accept(pattern);
            MemorySegment matches = arena.allocate(layout, PAGE);
            PciConfIo io = new PciConfIo(arena.allocate(PciConfIo.LAYOUT));
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Optional<List<PciConf>> all = pages(io, pattern, matches, request, layout);
                if (all.isPresent()) {
                    return all.get();
                }
            }
        }
        throw new HostException(
                Operation.GET_STATUS,
                PATH,
                Errno.EAGAIN,
                "PCI functions came and went while they were listed, " + ATTEMPTS + " times over",
                "try again when the machine has settled");
    }

    /// Empty where the list has changed in the meantime.
    private Optional<List<PciConf>> pages(
            PciConfIo io,
            MemorySegment pattern,
            MemorySegment matches,
            long request,
            StructLayout layout)
            throws KernelErrorException {
        var all = new ArrayList<PciConf>();
        io.begin(pattern, matches);
        while (true) {
            int before = io.offset();
            node.ioctl(request, io.memory());
            int count = Math.clamp(io.numMatches(), 0, PAGE);
            for (int i = 0; i < count; i++) {
                all.add(PciConf.read(matches.asSlice(i * layout.byteSize(), layout.byteSize())));
            }
            switch (io.status()) {
                case PciConfIo.LAST_DEVICE -> {
                    return Optional.of(all);
                }
                case PciConfIo.MORE_DEVS -> {
                    if (Integer.compareUnsigned(io.offset(), before) <= 0) {
                        return Optional.empty();
                    }
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
    }

    /// {@return a function's configuration space, as long as this is open; an access fails with
    /// [HostException] where the caller may not write `/dev/pci`}
    ///
    /// @param function the function
    ConfigSpace configSpace(PciSelector function) {
        return new ConfigSpace() {
            @Override
            public long read(int offset, int width) {
                ConfigSpace.checkAccess(offset, width);
                long nothing = ConfigSpace.allOnes(width);
                return access(
                                Operation.READ_CONFIG_SPACE,
                                PciIo.READ,
                                function,
                                offset,
                                width,
                                nothing)
                        & nothing;
            }

            @Override
            public void write(int offset, int width, long value) {
                ConfigSpace.checkWrite(offset, width, value);
                access(Operation.WRITE_CONFIG_SPACE, PciIo.WRITE, function, offset, width, value);
            }
        };
    }

    /// Where no function answers, what is given comes back.
    private long access(
            Operation operation,
            long request,
            PciSelector function,
            int register,
            int width,
            long value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment io = arena.allocate(PciIo.LAYOUT);
            PciIo.write(io, function, register, width, value);
            node.ioctl(request, io);
            return PciIo.data(io);
        } catch (KernelErrorException e) {
            if (e.errno() == Errno.ENODEV) {
                return value;
            }
            boolean permission = e.errno() == Errno.EPERM;
            throw new HostException(
                    operation,
                    function.toString(),
                    e.errno(),
                    permission
                            ? "registers can be accessed by who may write " + PATH + " alone"
                            : "the kernel refuses the access" + e.remark(),
                    permission
                            ? "run as root; a kern.securelevel above 0 forbids it even so"
                            : "see the console for the reason");
        }
    }

    /// {@return whether a driver is attached to a function}
    ///
    /// @throws KernelErrorException with EPERM where the caller may not write `/dev/pci`, ENODEV
    ///   where there is no such function
    boolean attached(PciSelector function) throws KernelErrorException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment io = arena.allocate(PciIo.LAYOUT);
            PciIo.write(io, function, 0, 0, 0);
            node.ioctl(PciIo.ATTACHED, io);
            return PciIo.data(io) != 0;
        }
    }

    /// {@return the BAR whose register is at an offset; empty where the function has none there}
    ///
    /// @throws KernelErrorException where there is no such function
    Optional<PciBarIo> bar(PciSelector function, int register) throws KernelErrorException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment io = arena.allocate(PciBarIo.LAYOUT);
            PciBarIo.write(io, function, register);
            node.ioctl(PciBarIo.REQUEST, io);
            return Optional.of(PciBarIo.read(io));
        } catch (KernelErrorException e) {
            if (e.errno() == Errno.EINVAL) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        node.close();
    }
}
