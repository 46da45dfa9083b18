package io.sriov.testkit.freebsd;

import io.sriov.host.Errno;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// The memory of the calling program, as a kernel reaches it: copyin(9), copyout(9). The first page
/// is never mapped; any other address is the caller's to get right.
final class UserMemory {
    private static final long FIRST_PAGE = 4096;
    private static final int PATH_MAX = 1024;

    private UserMemory() {}

    static MemorySegment at(long address, long size) throws KernelErrorException {
        if (Long.compareUnsigned(address, FIRST_PAGE) < 0) {
            throw new KernelErrorException(Errno.EFAULT);
        }
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    static byte[] copyIn(long address, long size) throws KernelErrorException {
        return size == 0 ? new byte[0] : at(address, size).toArray(ValueLayout.JAVA_BYTE);
    }

    static void copyOut(byte[] bytes, long address) throws KernelErrorException {
        if (bytes.length > 0) {
            MemorySegment.copy(
                    bytes, 0, at(address, bytes.length), ValueLayout.JAVA_BYTE, 0, bytes.length);
        }
    }

    /// A path or name.
    static String text(long address) throws KernelErrorException {
        MemorySegment memory = at(address, PATH_MAX);
        int length = 0;
        while (length < PATH_MAX && memory.get(ValueLayout.JAVA_BYTE, length) != 0) {
            length++;
        }
        return new String(
                memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
