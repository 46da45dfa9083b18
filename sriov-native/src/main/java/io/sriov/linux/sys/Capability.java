package io.sriov.linux.sys;

/// The privileges of a process that the SDK has use for, `include/uapi/linux/capability.h` and
/// capabilities(7).
public enum Capability {
    /// Writing attributes of sysfs that belong to root.
    CAP_DAC_OVERRIDE(1),
    /// Setting up network interfaces, and with them the VFs of network cards.
    CAP_NET_ADMIN(12),
    /// Looking at the open files of other users' processes.
    CAP_SYS_PTRACE(19),
    /// Reading registers beyond a function's header, and commands to NVMe controllers.
    CAP_SYS_ADMIN(21);

    private final int bit;

    Capability(int bit) {
        this.bit = bit;
    }

    long mask() {
        return 1L << bit;
    }
}
