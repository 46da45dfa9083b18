package io.sriov.testkit.freebsd;

import io.sriov.host.Errno;
import java.nio.ByteBuffer;

/// What a file descriptor stands for.
interface OpenFile {

    /// Answers a request.
    ///
    /// @param request its number
    /// @param parameter the kernel's copy of the parameter, little-endian; copied out again if the
    ///   request succeeds and its number says so
    /// @throws KernelErrorException when it is refused
    default void ioctl(long request, ByteBuffer parameter) throws KernelErrorException {
        throw new KernelErrorException(Errno.ENOTTY);
    }

    /// Reads entries of a directory.
    ///
    /// @param most how many bytes there may be
    /// @return the entries, none at the end
    /// @throws KernelErrorException when this is no directory
    default byte[] entries(int most) throws KernelErrorException {
        throw new KernelErrorException(Errno.EINVAL);
    }
}
