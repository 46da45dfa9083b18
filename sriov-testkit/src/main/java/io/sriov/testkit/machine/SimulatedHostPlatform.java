package io.sriov.testkit.machine;

import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.HostPlatform;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The platform `sim`: the machine of [SimulatedMachine#standard()] in memory; or, where a file is
/// named, a machine whose state lasts. Stateless and thread-safe.
///
/// A file that describes a machine, see [MachineReader], stands for that machine, with its state in
/// a file beside it, `FILE.state`. Any other file, or none, is the state of the standard machine.
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
        Path file;
        Path state;
        try {
            file = Path.of(argument);
            state = Path.of(argument + STATE);
        } catch (InvalidPathException e) {
            throw failed(argument, "'" + argument + "' is no file name", "name a file", e);
        }
        if (!DescriptionFile.is(file)) {
            return SimulatedHost.open(SimulatedMachine.standard(), file);
        }
        MachineResult result = MachineReader.read(file);
        SimulatedMachine machine =
                result.machine()
                        .orElseThrow(() ->
                                failed(
                                        argument,
                                        DescriptionFile.summary(result.report()),
                                        "mend the file",
                                        null));
        return SimulatedHost.open(machine, state);
    }

    private static HostException failed(
            String argument, String detail, String remedy, @Nullable Exception cause) {
        return new HostException(
                HostException.Operation.OPEN_HOST,
                "sim:" + argument,
                Errno.EINVAL,
                detail,
                remedy,
                cause);
    }
}
