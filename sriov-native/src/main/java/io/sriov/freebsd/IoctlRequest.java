package io.sriov.freebsd;

import java.lang.foreign.MemoryLayout;

/// Numbers of ioctl(2) requests: the macros `_IO`, `_IOW` and `_IOWR` of FreeBSD's
/// `sys/sys/ioccom.h`.
final class IoctlRequest {
    private static final long IOC_VOID = 0x2000_0000L;
    private static final long IOC_OUT = 0x4000_0000L;
    private static final long IOC_IN = 0x8000_0000L;

    /// `IOCPARM_MASK`: a parameter has at most 8,191 bytes.
    private static final long PARAMETER_MASK = 0x1fff;

    private IoctlRequest() {}

    /// `_IO`: a request without a parameter.
    static long none(char group, int number) {
        return request(IOC_VOID, group, number, 0);
    }

    /// `_IOW`: the kernel reads the parameter.
    static long in(char group, int number, MemoryLayout parameter) {
        return request(IOC_IN, group, number, parameter.byteSize());
    }

    /// `_IOWR`: the kernel reads the parameter and writes it back, if the request succeeds.
    static long inOut(char group, int number, MemoryLayout parameter) {
        return request(IOC_IN | IOC_OUT, group, number, parameter.byteSize());
    }

    private static long request(long direction, char group, int number, long size) {
        return direction | (size & PARAMETER_MASK) << 16 | (long) group << 8 | number;
    }
}
