package io.sriov.testkit.sim.bus;

import io.sriov.pci.PcieCapability;
import io.sriov.pci.RoutingId;

/// A function that answers configuration accesses.
abstract sealed class SimulatedFunction permits SimulatedPort, SimulatedPf, SimulatedVf {
    private final RoutingId id;

    SimulatedFunction(RoutingId id) {
        this.id = id;
    }

    final RoutingId id() {
        return id;
    }

    abstract RegisterFile registers();

    abstract RegisterLayout layout();

    long read(int offset, int width) {
        return registers().read(offset, width);
    }

    void write(int offset, int width, long value) {
        registers().write(offset, width, value);
    }

    /// Whether a write sets Initiate Function Level Reset.
    boolean initiatesFlr(int offset, int width, long value) {
        if (!layout().hasCapability(PcieCapability.ID)) {
            return false;
        }
        int high = layout().capability(PcieCapability.ID) + PcieCapability.DEVICE_CONTROL + 1;
        if (high < offset || high >= offset + width) {
            return false;
        }
        return ((value >> (8 * (high - offset)))
                        & (PcieCapability.DEVICE_CONTROL_INITIATE_FLR >> 8))
                != 0;
    }
}
