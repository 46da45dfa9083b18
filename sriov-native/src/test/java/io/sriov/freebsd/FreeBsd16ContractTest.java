package io.sriov.freebsd;

import io.sriov.testkit.freebsd.FreeBsdRelease;

/// A NIC where the kernel tells the status.
class FreeBsd16ContractTest extends FreeBsdContracts {
    FreeBsd16ContractTest() {
        super(FreeBsdRelease.FREEBSD_16, "ice0", 8);
    }
}
