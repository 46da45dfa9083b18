package io.sriov.linux.inventory;

import io.sriov.pci.AcsCapability;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.pci.PcieCapability;
import java.util.Optional;
import java.util.Set;

/// A port between a function and its root complex.
///
/// @param address where the port sits
/// @param registers what its registers say; empty where the caller may not read them
public record UpstreamPort(PciAddress address, Optional<Registers> registers) {
    /// What keeps the functions below a port apart, and what lets there be more than eight.
    ///
    /// @param ariSupported whether the port can address ARI functions
    /// @param ariEnabled whether it does
    /// @param acsSupported the controls of ACS that it has; none where it has no ACS
    /// @param acsEnabled those that are on
    public record Registers(
            boolean ariSupported,
            boolean ariEnabled,
            Set<AcsCapability.Control> acsSupported,
            Set<AcsCapability.Control> acsEnabled) {
        /// Copies the sets.
        public Registers {
            acsSupported = Set.copyOf(acsSupported);
            acsEnabled = Set.copyOf(acsEnabled);
        }

        static Registers read(ConfigSpace config) {
            Optional<PcieCapability> pcie = PcieCapability.find(config);
            Optional<AcsCapability> acs = AcsCapability.find(config);
            return new Registers(
                    pcie.map(PcieCapability::ariForwardingSupported).orElse(false),
                    pcie.map(PcieCapability::ariForwardingEnabled).orElse(false),
                    acs.map(AcsCapability::supported).orElse(Set.of()),
                    acs.map(AcsCapability::enabled).orElse(Set.of()));
        }
    }
}
