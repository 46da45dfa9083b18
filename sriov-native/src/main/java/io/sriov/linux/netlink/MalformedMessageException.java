package io.sriov.linux.netlink;

/// A message is not as the kernel makes them: cut short, or with lengths that contradict each
/// other.
public final class MalformedMessageException extends NetlinkException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /// Creates the exception.
    ///
    /// @param offset where in the datagram, in bytes
    /// @param problem what is wrong there
    MalformedMessageException(long offset, String problem) {
        super("netlink message", ErrnoNumber.EIO, "malformed at offset " + offset + ": " + problem);
        this.offset = offset;
    }

    /// {@return where in the datagram, in bytes}
    public long offset() {
        return offset;
    }
}
