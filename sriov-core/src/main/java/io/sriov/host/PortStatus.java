package io.sriov.host;

import io.sriov.pci.AcsCapability;
import io.sriov.pci.PciAddress;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// A port between a PF and its root complex. Immutable.
///
/// @param address where the port sits
/// @param ariForwarding whether it addresses more than eight functions below it; empty where the
///   caller may not read its registers
/// @param acs the controls of ACS that are on, in the order of their bits, none where it has no
///   ACS; empty where the caller may not read its registers
public record PortStatus(
        PciAddress address,
        Optional<Boolean> ariForwarding,
        Optional<Set<AcsCapability.Control>> acs) {
    /// Copies the set.
    public PortStatus {
        acs = acs.map(PortStatus::inOrder);
    }

    private static Set<AcsCapability.Control> inOrder(Set<AcsCapability.Control> controls) {
        Set<AcsCapability.Control> copy = EnumSet.noneOf(AcsCapability.Control.class);
        copy.addAll(controls);
        return Collections.unmodifiableSet(copy);
    }
}
