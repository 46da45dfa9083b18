package io.sriov.testkit.restore;

/// The proof of restore with Linux, where one change of a PF is many calls of the kernel, between
/// which a process can die.
class RestoreOnLinuxProperties extends RestoreRules {
    @Override
    Kernel kernel() {
        return Kernel.LINUX;
    }
}
