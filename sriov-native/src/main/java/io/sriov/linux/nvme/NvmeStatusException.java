package io.sriov.linux.nvme;

import java.util.Optional;

/// A controller has refused a command. Whoever knows what it was for says what to do.
public final class NvmeStatusException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int number;

    /// @param number the status as ioctl(2) gives it, not 0
    NvmeStatusException(int number) {
        super(NvmeStatus.text(number), null, false, false);
        this.number = number;
    }

    /// {@return the status; empty where it has no name here, and the message tells its number}
    public Optional<NvmeStatus> status() {
        return NvmeStatus.of(number);
    }

    /// {@return whether the controller does not know the command, or not with these parameters: it
    /// has no virtualization management}
    public boolean notSupported() {
        return status().filter(s -> s == NvmeStatus.INVALID_OPCODE || s == NvmeStatus.INVALID_FIELD)
                .isPresent();
    }
}
