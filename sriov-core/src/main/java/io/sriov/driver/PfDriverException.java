package io.sriov.driver;

import io.sriov.host.Errno;

/// A PF driver refuses what it is asked for.
public final class PfDriverException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    /// Creates the refusal.
    ///
    /// @param errno the errno that the kernel's caller sees
    /// @param message why, and what to do, one line; a kernel can only say it on its console
    public PfDriverException(Errno errno, String message) {
        super(message);
        this.errno = errno;
    }

    /// {@return the errno that the kernel's caller sees}
    public Errno errno() {
        return errno;
    }
}
