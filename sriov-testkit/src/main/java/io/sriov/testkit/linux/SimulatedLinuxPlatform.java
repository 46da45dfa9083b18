package io.sriov.testkit.linux;

import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.HostPlatform;
import io.sriov.testkit.sim.SimulatedMachine;

/// The platform `sim-linux`: Linux on the machine of [SimulatedMachine#standard()], in memory.
/// Stateless and thread-safe.
public final class SimulatedLinuxPlatform implements HostPlatform {
    static final String NAME = "sim-linux";

    /// For `ServiceLoader`.
    public SimulatedLinuxPlatform() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "the same machine with Linux on it, switched on anew for each command";
    }

    @Override
    public boolean isNative() {
        return false;
    }

    @Override
    public Host open(String argument) {
        if (!argument.isEmpty()) {
            throw new HostException(
                    HostException.Operation.OPEN_HOST,
                    NAME + ":" + argument,
                    Errno.EINVAL,
                    "this platform takes nothing behind its name",
                    "write " + NAME);
        }
        return SimulatedLinuxHost.of(SimulatedMachine.standard());
    }
}
