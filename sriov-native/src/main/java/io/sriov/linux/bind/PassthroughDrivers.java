package io.sriov.linux.bind;

import java.util.Set;

/// The drivers that do nothing with a function themselves, so that somebody else can have it.
public final class PassthroughDrivers {
    /// They only keep other drivers away: `drivers/pci/pci-stub.c` and `drivers/pci/pci-pf-stub.c`.
    private static final Set<String> STUBS = Set.of("pci-stub", "pci-pf-stub");

    private PassthroughDrivers() {}

    /// {@return whether a driver is VFIO's: `vfio-pci`, or the variant of a vendor, whose names
    /// have `vfio` in common (`mlx5_vfio_pci`, `xe-vfio-pci`; `drivers/vfio/pci`)}
    ///
    /// @param driver the driver's name
    public static boolean isVfio(String driver) {
        return driver.contains("vfio");
    }

    /// {@return whether a driver uses the function for the host}
    ///
    /// @param driver the driver's name
    public static boolean isHosts(String driver) {
        return !isVfio(driver) && !STUBS.contains(driver);
    }
}
