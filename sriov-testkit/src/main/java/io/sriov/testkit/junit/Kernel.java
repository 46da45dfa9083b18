package io.sriov.testkit.junit;

import io.sriov.testkit.linux.SimulatedLinuxHost;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.OnSimulatedBus;

/// The kernel of a [SimulatedHost].
public enum Kernel {
    /// FreeBSD, where PFs are called after their drivers, `ixl0`.
    FREEBSD,
    /// Linux, where PFs go by their address, `0000:01:00.0`, and by their interface, `enp1s0`.
    LINUX;

    /// {@return a machine that has just been switched on, with this kernel}
    ///
    /// @param machine the machine
    /// @throws IllegalArgumentException if its parts do not fit together; the message says which
    public OnSimulatedBus start(SimulatedMachine machine) {
        return switch (this) {
            case FREEBSD -> io.sriov.testkit.sim.SimulatedHost.of(machine);
            case LINUX -> SimulatedLinuxHost.of(machine);
        };
    }
}
