package io.sriov.freebsd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.sriov.host.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;

/// A PF's node below `/dev/iov`, open; see iovctl(8).
final class IovNode implements AutoCloseable {
    /// Where the nodes are.
    static final String DIRECTORY = "/dev/iov";

    private static final long CONFIG = offset("config", IovArg.LAYOUT);
    private static final long CONFIG_LENGTH = offset("len", IovArg.LAYOUT);
    private static final long OUTPUT = offset("schema", IovArg.OUTPUT);
    private static final long LENGTH = offset("len", IovArg.OUTPUT);
    private static final long ERROR = offset("error", IovArg.OUTPUT);

    /// How often a buffer is made larger, should the kernel's answer grow meanwhile.
    private static final int ATTEMPTS = 16;

    /// No schema or status comes near; an answer that claims more is not believed.
    private static final long MOST = 1L << 30;

    private final DeviceNode node;

    private IovNode(DeviceNode node) {
        this.node = node;
    }

    private static long offset(String member, java.lang.foreign.StructLayout layout) {
        return layout.byteOffset(PathElement.groupElement(member));
    }

    static String path(String device) {
        return DIRECTORY + "/" + device;
    }

    /// Opens a node, for reading alone where nothing else is permitted: every request works on such
    /// a node as well, since the kernel's protection is the permission to open it.
    ///
    /// @param device a device name without `/` and NUL
    /// @throws KernelErrorException when it cannot be opened
    static IovNode open(SystemCalls calls, String device) throws KernelErrorException {
        return new IovNode(DeviceNode.open(calls.files(), path(device)));
    }

    /// `IOV_CONFIG`.
    ///
    /// @param packed the configuration
    /// @throws KernelErrorException when the kernel refuses it
    void configure(byte[] packed) throws KernelErrorException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment config = arena.allocate(Math.max(1, packed.length), 8);
            MemorySegment.copy(packed, 0, config, JAVA_BYTE, 0, packed.length);
            MemorySegment argument = arena.allocate(IovArg.LAYOUT);
            argument.set(ADDRESS, CONFIG, config);
            argument.set(JAVA_LONG, CONFIG_LENGTH, packed.length);
            node.ioctl(IovArg.CONFIG, argument);
        }
    }

    /// `IOV_DELETE`.
    ///
    /// @throws KernelErrorException when the kernel refuses it
    void delete() throws KernelErrorException {
        node.ioctl(IovArg.DELETE, MemorySegment.NULL);
    }

    /// {@return the packed schema: `IOV_GET_SCHEMA`}
    ///
    /// @throws KernelErrorException when the kernel does not give it
    byte[] schema() throws KernelErrorException {
        return output(IovArg.GET_SCHEMA);
    }

    /// {@return the packed status: `IOV_GET_STATUS`}
    ///
    /// @throws KernelErrorException when the kernel does not give it; with EINVAL or ENOTTY where
    ///   it does not know the request
    byte[] status() throws KernelErrorException {
        return output(IovArg.GET_STATUS);
    }

    /// Asks for the size first; a buffer that is too small is told in the structure, not by ioctl's
    /// result, and the answer may grow between two calls.
    private byte[] output(long request) throws KernelErrorException {
        long length = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment buffer = length == 0 ? MemorySegment.NULL : arena.allocate(length, 8);
                MemorySegment argument = arena.allocate(IovArg.OUTPUT);
                argument.set(ADDRESS, OUTPUT, buffer);
                argument.set(JAVA_LONG, LENGTH, length);
                node.ioctl(request, argument);
                int error = argument.get(JAVA_INT, ERROR);
                long needed = argument.get(JAVA_LONG, LENGTH);
                if (error == 0 && needed >= 0 && needed <= length) {
                    return buffer.asSlice(0, needed).toArray(JAVA_BYTE);
                }
                if (error != 0 && FreeBsdErrno.of(error) != Errno.EMSGSIZE) {
                    throw new KernelErrorException(error);
                }
                if (needed <= length || needed > MOST) {
                    break;
                }
                length = needed;
            }
        }
        throw new KernelErrorException(FreeBsdErrno.EMSGSIZE);
    }

    @Override
    public void close() {
        node.close();
    }
}
