package io.sriov.testkit.sim;

import io.sriov.pci.PciAddress;
import java.util.OptionalInt;

/// A PCI function in the kernel's list of devices: a port, a PF or a VF.
///
/// @param address where it is
/// @param ari whether ARI is enabled on the path to it
/// @param driver the name that its device has in the kernel: of the attached driver, or `ppt` of a
///   VF that no other driver may have; empty where it has none
/// @param unit the unit that goes with the name
/// @param attached whether a driver is attached
/// @param vendorId its vendor ID, as the kernel knows it; a VF's registers do not tell
/// @param deviceId its device ID, likewise
/// @param numaNode its NUMA node, where the machine has more than one
public record ListedFunction(
        PciAddress address,
        boolean ari,
        String driver,
        int unit,
        boolean attached,
        int vendorId,
        int deviceId,
        OptionalInt numaNode) {}
