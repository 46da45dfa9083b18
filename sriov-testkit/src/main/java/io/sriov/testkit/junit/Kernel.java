package io.sriov.testkit.junit;

import io.sriov.testkit.linux.SimulatedLinuxHost;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.OnSimulatedBus;
import java.util.function.Function;

/// The kernel of a [SimulatedHost].
public enum Kernel {
    /// FreeBSD, where PFs are called after their drivers, `ixl0`.
    FREEBSD(io.sriov.testkit.sim.SimulatedHost::of),
    /// Linux, where PFs go by their address, `0000:01:00.0`, and by their interface, `enp1s0`.
    LINUX(SimulatedLinuxHost::of);

    private final Function<SimulatedMachine, OnSimulatedBus> start;

    Kernel(Function<SimulatedMachine, OnSimulatedBus> start) {
        this.start = start;
    }

    OnSimulatedBus start(SimulatedMachine machine) {
        return start.apply(machine);
    }
}
