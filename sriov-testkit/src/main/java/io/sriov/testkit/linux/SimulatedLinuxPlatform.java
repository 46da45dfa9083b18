package io.sriov.testkit.linux;

import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.HostPlatform;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.testkit.machine.MachineReader;
import io.sriov.testkit.machine.MachineResult;
import io.sriov.testkit.sim.SimulatedMachine;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// The platform `sim-linux`: Linux on the machine of [SimulatedMachine#standard()], or on the one
/// that a file describes, in memory. Stateless and thread-safe.
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
        Path file;
        try {
            file = Path.of(argument);
        } catch (InvalidPathException _) {
            throw failed(argument, "'" + argument + "' is no file name", "name a file");
        }
        MachineResult result = MachineReader.read(file);
        return SimulatedLinuxHost.of(
                result.machine()
                        .orElseThrow(() ->
                                failed(
                                        argument,
                                        result.report().diagnostics().stream()
                                                .map(Diagnostic::toString)
                                                .collect(Collectors.joining("; ")),
                                        "mend the file")));
    }

    private static HostException failed(String argument, String detail, String remedy) {
        return new HostException(
                HostException.Operation.OPEN_HOST,
                NAME + ":" + argument,
                Errno.EINVAL,
                detail,
                remedy);
    }
}
