package io.sriov.testkit.sim.bus;

import io.sriov.pci.RoutingId;

/// What claims a memory address.
///
/// @param function the PF or VF
/// @param bar which of its BARs, 0..5
/// @param offset where in that BAR, in bytes
public record MemoryTarget(RoutingId function, int bar, long offset) {}
