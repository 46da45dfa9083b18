package io.sriov.freebsd;

import io.sriov.testkit.freebsd.FreeBsdRelease;

/// An NVMe drive where the kernel tells no status and lists functions in the new form.
class FreeBsd15ContractTest extends FreeBsdContracts {
    FreeBsd15ContractTest() {
        super(FreeBsdRelease.FREEBSD_15, "nvme0", 4);
    }
}
