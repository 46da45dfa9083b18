package io.sriov.testkit.restore;

/// The proof of restore with FreeBSD's kernel.
class RestoreOnFreeBsdProperties extends RestoreRules {
    @Override
    Kernel kernel() {
        return Kernel.FREEBSD;
    }
}
