package io.sriov.testkit.freebsd;

/// Which kernel's interface a [SimulatedFreeBsd] has.
public enum FreeBsdRelease {
    /// FreeBSD 14 and before: `/dev/pci` knows the old structure alone, and there is no
    /// `IOV_GET_STATUS`.
    FREEBSD_14("14.3-RELEASE", false, false),

    /// FreeBSD 15: `/dev/pci` knows the longer structure as well.
    FREEBSD_15("15.0-RELEASE", true, false),

    /// What follows: `IOV_GET_STATUS`.
    FREEBSD_16("16.0-CURRENT", true, true);

    private final String release;
    private final boolean longPciConf;
    private final boolean iovStatus;

    FreeBsdRelease(String release, boolean longPciConf, boolean iovStatus) {
        this.release = release;
        this.longPciConf = longPciConf;
        this.iovStatus = iovStatus;
    }

    /// {@return what sysctl `kern.osrelease` says}
    public String release() {
        return release;
    }

    boolean longPciConf() {
        return longPciConf;
    }

    boolean iovStatus() {
        return iovStatus;
    }
}
