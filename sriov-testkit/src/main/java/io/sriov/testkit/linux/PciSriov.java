package io.sriov.testkit.linux;

import io.sriov.pci.ConfigSpace;
import io.sriov.pci.RoutingId;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the kernel keeps of a PF: `struct pci_sriov`, `drivers/pci/pci.h`. It does nothing by
/// itself; see [SriovCore].
final class PciSriov {
    private final int at;
    private final int control;
    private final int totalVfs;
    private final int vfDeviceId;
    private final boolean migration;
    private final int link;
    private final SortedMap<Integer, Bar> vfBars;
    private final SortedMap<Integer, PciDevice> vfs = new TreeMap<>();
    private int driverMaxVfs;
    private boolean driversAutoprobe = true;
    private int numVfs;
    private int offset;
    private int stride;

    /// @param at where the capability is
    /// @param control what the Control register holds while there are no VFs
    /// @param totalVfs TotalVFs
    /// @param vfDeviceId VF Device ID
    /// @param migration whether VFs can migrate, which lets InitialVFs be less than TotalVFs
    /// @param link Function Dependency Link
    /// @param vfBars what one VF has of each VF BAR, by index
    PciSriov(
            int at,
            int control,
            int totalVfs,
            int vfDeviceId,
            boolean migration,
            int link,
            SortedMap<Integer, Bar> vfBars) {
        this.at = at;
        this.control = control;
        this.totalVfs = totalVfs;
        this.vfDeviceId = vfDeviceId;
        this.migration = migration;
        this.link = link;
        this.vfBars = new TreeMap<>(vfBars);
        this.driverMaxVfs = totalVfs;
    }

    int at() {
        return at;
    }

    int control() {
        return control;
    }

    int totalVfs() {
        return totalVfs;
    }

    int vfDeviceId() {
        return vfDeviceId;
    }

    boolean migration() {
        return migration;
    }

    int link() {
        return link;
    }

    SortedMap<Integer, Bar> vfBars() {
        return vfBars;
    }

    /// The VFs that exist as devices, by their numbers.
    SortedMap<Integer, PciDevice> vfs() {
        return vfs;
    }

    /// What the driver takes: `sriov_totalvfs`.
    int driverMaxVfs() {
        return driverMaxVfs;
    }

    void driverMaxVfs(int most) {
        driverMaxVfs = most;
    }

    boolean driversAutoprobe() {
        return driversAutoprobe;
    }

    void driversAutoprobe(boolean on) {
        driversAutoprobe = on;
    }

    /// How many VFs are enabled, as far as the kernel has got.
    int numVfs() {
        return numVfs;
    }

    void numVfs(int count) {
        numVfs = count;
    }

    int offset() {
        return offset;
    }

    int stride() {
        return stride;
    }

    /// What First VF Offset and VF Stride read after NumVFs was written.
    void placement(int firstVfOffset, int vfStride) {
        offset = firstVfOffset;
        stride = vfStride;
    }

    /// `pci_iov_virtfn_bus`: not cut to 8 bits.
    int vfBus(RoutingId pf, int index) {
        return (pf.value() + offset + stride * index) >> 8;
    }

    int read16(ConfigSpace config, int register) {
        return config.read16(at + register);
    }

    void write16(ConfigSpace config, int register, int value) {
        config.write16(at + register, value);
    }
}
