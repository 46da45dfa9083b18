package io.sriov.linux.netlink;

/// Error numbers that have a meaning here: `include/uapi/asm-generic/errno-base.h` and `errno.h`.
final class ErrnoNumber {
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int EBUSY = 16;
    static final int EMSGSIZE = 90;
    static final int ENOPROTOOPT = 92;
    static final int EOPNOTSUPP = 95;
    static final int ETIMEDOUT = 110;

    private ErrnoNumber() {}
}
