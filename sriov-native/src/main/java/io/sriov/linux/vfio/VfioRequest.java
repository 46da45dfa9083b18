package io.sriov.linux.vfio;

/// Numbers of VFIO's ioctl(2) requests: the macro `_IO`, whose numbers carry no direction or size,
/// as `include/uapi/asm-generic/ioctl.h` has it for x86, ARM, RISC-V and s390, but not for POWER.
///
/// Requests with a structure stand with that.
final class VfioRequest {
    private static final int TYPE = ';';
    private static final int BASE = 100;

    static final long GET_API_VERSION = number(0);
    static final long CHECK_EXTENSION = number(1);
    static final long SET_IOMMU = number(2);
    static final long GROUP_SET_CONTAINER = number(4);
    static final long GROUP_UNSET_CONTAINER = number(5);
    static final long GROUP_GET_DEVICE_FD = number(6);
    static final long DEVICE_RESET = number(11);

    private VfioRequest() {}

    static long number(int request) {
        return (long) TYPE << 8 | (BASE + request);
    }
}
