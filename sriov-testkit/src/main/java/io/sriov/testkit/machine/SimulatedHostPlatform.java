package io.sriov.testkit.machine;

import io.sriov.host.Host;
import io.sriov.host.HostPlatform;
import io.sriov.testkit.sim.DumpedMachine;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
import java.nio.file.Path;

/// The platform `sim`: the machine of [SimulatedMachine#standard()] in memory; or, where a file is
/// named, a machine whose state lasts. Stateless and thread-safe.
///
/// A file that describes a machine, see [MachineReader], or has the dump of one, see
/// [io.sriov.dump.DumpReader], stands for that machine, with its state in a file beside it,
/// `FILE.state`. Any other file, or none, is the state of the standard machine.
public final class SimulatedHostPlatform implements HostPlatform {
    private static final String STATE = ".state";

    /// For `ServiceLoader`.
    public SimulatedHostPlatform() {}

    @Override
    public String name() {
        return "sim";
    }

    @Override
    public String description() {
        return "a simulated machine with five PFs; sim:FILE keeps its state in FILE, or is the"
                + " machine that FILE describes";
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
        var named = new NamedMachine(name(), argument);
        Path file = named.file("");
        Path state = named.file(STATE);
        return switch (DescriptionFile.kind(file)) {
            case STATE -> SimulatedHost.open(SimulatedMachine.standard(), file);
            case DESCRIPTION -> SimulatedHost.open(named.described(file), state);
            case DUMP -> named.open(file, DumpedMachine::of, machine -> machine.host(state));
        };
    }
}
