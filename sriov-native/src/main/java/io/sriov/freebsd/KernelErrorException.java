package io.sriov.freebsd;

import io.sriov.host.Errno;

/// A system call failed. Whoever knows what it was for makes a
/// [HostException][io.sriov.host.HostException] of it.
final class KernelErrorException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int number;

    KernelErrorException(int number) {
        super(FreeBsdErrno.of(number) + FreeBsdErrno.remark(number), null, false, false);
        this.number = number;
    }

    /// {@return what a call gave, when it has not failed}
    ///
    /// @param result a result, or `-errno`
    /// @throws KernelErrorException when it is `-errno`
    static int check(int result) throws KernelErrorException {
        if (result < 0) {
            throw new KernelErrorException(-result);
        }
        return result;
    }

    Errno errno() {
        return FreeBsdErrno.of(number);
    }

    /// {@return what to say beside the error's name; empty where the name says it all}
    String remark() {
        return FreeBsdErrno.remark(number);
    }
}
