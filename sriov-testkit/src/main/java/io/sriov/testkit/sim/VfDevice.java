package io.sriov.testkit.sim;

import io.sriov.host.VfUse;
import io.sriov.pci.RoutingId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A VF as the kernel's device tree has it.
final class VfDevice {
    private final int index;
    private final RoutingId id;
    private final boolean passthrough;
    private Optional<DriverUnit> driver = Optional.empty();
    private final List<VfUse> uses = new ArrayList<>();

    VfDevice(int index, RoutingId id, boolean passthrough) {
        this.index = index;
        this.id = id;
        this.passthrough = passthrough;
    }

    int index() {
        return index;
    }

    RoutingId id() {
        return id;
    }

    /// Whether the device class is fixed to `ppt`, so that no other driver can take it.
    boolean passthrough() {
        return passthrough;
    }

    Optional<DriverUnit> driver() {
        return driver;
    }

    void bind(Optional<DriverUnit> to) {
        driver = to;
    }

    List<VfUse> uses() {
        return uses;
    }
}
