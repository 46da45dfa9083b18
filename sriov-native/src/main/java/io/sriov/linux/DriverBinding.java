package io.sriov.linux;

import io.sriov.linux.bind.Binding;
import io.sriov.pci.PciAddress;
import java.util.Optional;

/// Which driver a function has at one moment, and which it is to have. Immutable; may be stored and
/// put back by another process, see [PassthroughFunction#restore(DriverBinding)].
///
/// @param function where the function sits
/// @param driver the driver that is bound: `igbvf`; empty where none is
/// @param override the only driver that may be bound, the attribute `driver_override`; `none` where
///   no driver may; empty where any may
public record DriverBinding(
        PciAddress function, Optional<String> driver, Optional<String> override) {
    static DriverBinding of(Binding binding) {
        return new DriverBinding(binding.address(), binding.driver(), binding.override());
    }

    Binding binding() {
        return new Binding(function, driver, override);
    }
}
