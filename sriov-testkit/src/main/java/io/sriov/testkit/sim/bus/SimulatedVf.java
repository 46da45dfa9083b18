package io.sriov.testkit.sim.bus;

import io.sriov.pci.RoutingId;

/// A VF while it exists. Clearing VF Enable of its PF ends it; setting it makes a new one with all
/// registers as after reset (§9.2.2.1).
final class SimulatedVf extends SimulatedFunction {
    private final RegisterLayout layout;
    private final RegisterFile registers;

    SimulatedVf(RoutingId id, RegisterLayout layout) {
        super(id);
        this.layout = layout;
        registers = new RegisterFile(layout);
    }

    @Override
    RegisterFile registers() {
        return registers;
    }

    @Override
    RegisterLayout layout() {
        return layout;
    }

    @Override
    void write(int offset, int width, long value) {
        super.write(offset, width, value);
        if (initiatesFlr(offset, width, value)) {
            registers.reset();
        }
    }
}
