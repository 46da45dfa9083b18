package io.sriov.testkit.linux;

import io.sriov.host.Errno;

/// What a simulated kernel answers instead of doing what it was asked for. A real one says no more
/// than the number; this one also says why.
public final class SyscallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;
    private final String reason;

    /// @param reason why, one clause
    SyscallException(Errno errno, String reason) {
        super(errno + ": " + reason);
        this.errno = errno;
        this.reason = reason;
    }

    /// {@return the errno}
    public Errno errno() {
        return errno;
    }

    /// {@return why, one clause}
    public String reason() {
        return reason;
    }
}
