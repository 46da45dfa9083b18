package io.sriov.linux.driver;

import io.sriov.pci.PciAddress;
import java.util.Optional;

/// How many VFs a network card may have where its firmware's settings say so, and how that is
/// looked at. The SDK reads and writes none of them. Stateless and thread-safe.
public final class FirmwareLimit {
    private static final String AFTERWARDS = ", which takes a power cycle";

    private FirmwareLimit() {}

    /// {@return how a PF's limit may be raised, part of a sentence; empty where its driver is not
    /// known to leave that to the firmware}
    ///
    /// The settings are those of NVIDIA's `mlxconfig` and Broadcom's `niccli`.
    ///
    /// @param driver the driver that the PF is bound to
    /// @param pf where the PF sits
    public static Optional<String> remedy(String driver, PciAddress pf) {
        return switch (driver) {
            case "mlx5_core", "mlx4_core" ->
                    Optional.of(
                            "raise the limit in the card's firmware (mlxconfig -d "
                                    + pf
                                    + " q shows NUM_OF_VFS and SRIOV_EN)"
                                    + AFTERWARDS);
            case "bnxt_en" ->
                    Optional.of(
                            "raise the limit in the card's firmware (niccli shows"
                                    + " number_of_vfs_per_pf and enable_sriov)"
                                    + AFTERWARDS);
            default -> Optional.empty();
        };
    }
}
