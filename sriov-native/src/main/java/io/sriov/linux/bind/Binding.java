package io.sriov.linux.bind;

import io.sriov.pci.PciAddress;
import java.util.Optional;

/// Which driver a function has at one moment, and which it is to have.
///
/// @param address where the function sits
/// @param driver the driver that is bound: `igbvf`; empty where none is
/// @param override the only driver that may be bound, the attribute `driver_override`; empty where
///   any may
public record Binding(PciAddress address, Optional<String> driver, Optional<String> override) {}
