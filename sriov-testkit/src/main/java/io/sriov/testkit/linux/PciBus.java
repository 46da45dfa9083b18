package io.sriov.testkit.linux;

import io.sriov.testkit.sim.AddressSpace;
import io.sriov.testkit.sim.bus.BridgeWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A bus: `struct pci_bus`. Buses that VFs are on beyond their PF's have no objects here; what is
/// asked of them is asked of the PF's.
final class PciBus {
    private final Optional<PciDevice> bridge;
    private final int last;
    private final List<AddressSpace> memory;
    private final List<PciDevice> devices = new ArrayList<>();
    private boolean ari;

    /// @param bridge the port above; empty for a root bus
    /// @param last the last bus number below the port
    PciBus(Optional<PciDevice> bridge, int last) {
        this.bridge = bridge;
        this.last = last;
        this.memory =
                bridge.stream()
                        .flatMap(port -> BridgeWindow.readAll(port.config()).stream())
                        .map(AddressSpace::new)
                        .toList();
    }

    Optional<PciDevice> bridge() {
        return bridge;
    }

    /// The last bus number that functions below the port can have: `busn_res.end`.
    int last() {
        return last;
    }

    /// The devices that were found on it, in order; no VFs.
    List<PciDevice> devices() {
        return devices;
    }

    /// Whether the port above forwards requests to ARI functions: `pci_ari_enabled`.
    boolean ari() {
        return ari;
    }

    void ari(boolean on) {
        ari = on;
    }

    /// Takes memory for `count` BARs of one size behind each other, aligned to one of them; where
    /// there are two windows, in the prefetchable one if it can be there.
    OptionalLong reserve(Bar bar, int count) {
        if (memory.isEmpty() || count == 0 || Math.multiplyHigh(bar.size(), count) != 0) {
            return OptionalLong.empty();
        }
        List<AddressSpace> eligible =
                bar.prefetchable() ? memory : memory.subList(memory.size() - 1, memory.size());
        return eligible.stream()
                .filter(space -> !space.window().above4GiB() || (bar.wide() && bar.prefetchable()))
                .map(space -> space.reserve(bar.size() * count, bar.size()))
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.empty());
    }
}
