package io.sriov.testkit.restore;

/// The kernel of a machine, and what PFs are called there.
enum Kernel {
    FREEBSD("ix0", "ix1") {
        @Override
        Machine machine(Hardware hardware, Recorder driver) {
            return new FreeBsdMachine(hardware, driver);
        }
    },
    LINUX("0000:03:00.0", "0000:03:00.1") {
        @Override
        Machine machine(Hardware hardware, Recorder driver) {
            return new LinuxMachine(hardware, driver);
        }
    };

    /// Where the PF sits that a configuration is applied to.
    final String address = "0000:03:00.0";

    /// What it is called.
    final String device;

    /// The PF beside it, where there is one.
    final String neighbour;

    Kernel(String device, String neighbour) {
        this.device = device;
        this.neighbour = neighbour;
    }

    /// A machine that has just been switched on; a PF beside the one in question has VFs already.
    ///
    /// @param driver the driver of the PF in question
    abstract Machine machine(Hardware hardware, Recorder driver);
}
