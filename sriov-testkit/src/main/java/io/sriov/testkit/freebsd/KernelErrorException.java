package io.sriov.testkit.freebsd;

import io.sriov.host.Errno;

/// A system call fails.
final class KernelErrorException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    KernelErrorException(Errno errno) {
        super(errno.name(), null, false, false);
        this.errno = errno;
    }

    Errno errno() {
        return errno;
    }
}
