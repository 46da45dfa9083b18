package io.sriov.driver;

import io.sriov.pci.PciAddress;

/// What is known of a PF before a driver attaches to it.
///
/// @param address where it sits
/// @param vendorId PCI vendor ID, 0..0xfffe
/// @param deviceId PCI device ID, 0..0xfffe
/// @param classCode PCI class code: class, subclass and programming interface, 0..0xffffff
/// @param driver the name of the host driver that the PF is bound to; empty where none is
public record PfIdentity(
        PciAddress address, int vendorId, int deviceId, int classCode, String driver) {}
