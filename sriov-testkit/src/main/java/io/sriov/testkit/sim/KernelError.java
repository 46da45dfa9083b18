package io.sriov.testkit.sim;

import io.sriov.host.Errno;
import io.sriov.host.HostException;

/// An errno on its way out of the kernel. A real one says no more than the number; a simulated one
/// knows why.
final class KernelError extends Exception {
    private static final long serialVersionUID = 1L;

    private final Errno errno;
    private final String remedy;

    /// @param reason what went wrong, one clause
    /// @param remedy what to do about it, one clause
    KernelError(Errno errno, String reason, String remedy) {
        super(reason);
        this.errno = errno;
        this.remedy = remedy;
    }

    Errno errno() {
        return errno;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    HostException toHostException(HostException.Operation operation, String device) {
        return new HostException(operation, device, errno, reason(), remedy, this);
    }
}
