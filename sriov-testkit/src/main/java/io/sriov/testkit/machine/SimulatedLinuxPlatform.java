package io.sriov.testkit.machine;

import io.sriov.host.Host;
import io.sriov.host.HostPlatform;
import io.sriov.testkit.linux.DumpedLinux;
import io.sriov.testkit.linux.SimulatedLinuxHost;
import io.sriov.testkit.sim.SimulatedMachine;
import java.nio.file.Path;

/// The platform `sim-linux`: Linux on the machine of [SimulatedMachine#standard()], or on the one
/// that a file describes or has the dump of, in memory. Stateless and thread-safe.
public final class SimulatedLinuxPlatform implements HostPlatform {
    /// For `ServiceLoader`.
    public SimulatedLinuxPlatform() {}

    @Override
    public String name() {
        return SimulatedLinuxHost.NAME;
    }

    @Override
    public String description() {
        return "the same machine with Linux on it, or with sim-linux:FILE the one that FILE"
                + " describes, switched on anew for each command";
    }

    @Override
    public boolean isNative() {
        return false;
    }

    @Override
    public Host open(String argument) {
        if (argument.isEmpty()) {
            return SimulatedLinuxHost.of(SimulatedMachine.standard());
        }
        var named = new NamedMachine(name(), argument);
        Path file = named.file("");
        return DescriptionFile.kind(file) == DescriptionFile.Kind.DUMP
                ? named.open(file, DumpedLinux::of, DumpedLinux::host)
                : SimulatedLinuxHost.of(named.described(file));
    }
}
