package io.sriov.freebsd;

import io.sriov.testkit.freebsd.FreeBsdRelease;

/// An accelerator whose VFs are functions 1 to 7.
class FreeBsdWithoutAriContractTest extends FreeBsdContracts {
    FreeBsdWithoutAriContractTest() {
        super(FreeBsdRelease.FREEBSD_14, "qat0", 7);
    }
}
