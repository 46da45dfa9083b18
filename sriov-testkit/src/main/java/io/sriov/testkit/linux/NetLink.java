package io.sriov.testkit.linux;

import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;

/// A network interface, as `ip link` shows it. Immutable.
///
/// @param index its number
/// @param name its name
/// @param device the function that it is made of
/// @param address its address
/// @param up whether it is up
/// @param carrier whether it has a link
public record NetLink(
        int index,
        String name,
        PciAddress device,
        MacAddress address,
        boolean up,
        boolean carrier) {}
