package io.sriov.testkit.sim;

import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.HostPlatform;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// The platform `sim`: the machine of [SimulatedMachine#standard()], in memory, or in a state file
/// if one is named. Stateless and thread-safe.
public final class SimulatedHostPlatform implements HostPlatform {
    /// For `ServiceLoader`.
    public SimulatedHostPlatform() {}

    @Override
    public String name() {
        return "sim";
    }

    @Override
    public String description() {
        return "a simulated machine with five PFs; sim:FILE keeps its state in FILE";
    }

    @Override
    public boolean isNative() {
        return false;
    }

    @Override
    public Host open(String argument) {
        if (argument.isEmpty()) {
            return SimulatedHost.of(SimulatedMachine.standard());
        }
        Path file;
        try {
            file = Path.of(argument);
        } catch (InvalidPathException e) {
            throw new HostException(
                    HostException.Operation.OPEN_HOST,
                    "sim:" + argument,
                    Errno.EINVAL,
                    "'" + argument + "' is no file name",
                    "name a file",
                    e);
        }
        return SimulatedHost.open(SimulatedMachine.standard(), file);
    }
}
