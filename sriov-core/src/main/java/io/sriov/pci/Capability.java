package io.sriov.pci;

/// One entry of a function's capability lists.
///
/// @param extended whether it is of the extended list (PCIe 6.0 §7.6) rather than the
///   PCI-compatible one (§7.5.3)
/// @param id the capability ID: 0..255, or 0..65535 if extended
/// @param version the version of an extended capability, 0..15; 0 otherwise
/// @param offset where its header begins in configuration space
public record Capability(boolean extended, int id, int version, int offset) {}
