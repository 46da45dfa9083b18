package io.sriov.freebsd;

import io.sriov.testkit.freebsd.FreeBsdRelease;

/// A NIC where the kernel tells no status and lists functions in the old form.
class FreeBsd14ContractTest extends FreeBsdContracts {
    FreeBsd14ContractTest() {
        super(FreeBsdRelease.FREEBSD_14, "ix0", 8);
    }
}
