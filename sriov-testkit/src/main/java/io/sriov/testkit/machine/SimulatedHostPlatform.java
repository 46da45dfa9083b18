package io.sriov.testkit.machine;

import io.sriov.dump.DumpReader;
import io.sriov.dump.DumpResult;
import io.sriov.dump.MachineDump;
import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.HostPlatform;
import io.sriov.schema.diagnostic.DiagnosticReport;
import io.sriov.testkit.sim.DumpedMachine;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The platform `sim`: the machine of [SimulatedMachine#standard()] in memory; or, where a file is
/// named, a machine whose state lasts. Stateless and thread-safe.
///
/// A file that describes a machine, see [MachineReader], or has the dump of one, see [DumpReader],
/// stands for that machine, with its state in a file beside it, `FILE.state`. Any other file, or
/// none, is the state of the standard machine.
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
        return switch (DescriptionFile.kind(file)) {
            case STATE -> SimulatedHost.open(SimulatedMachine.standard(), file);
            case DESCRIPTION -> {
                MachineResult result = MachineReader.read(file);
                yield SimulatedHost.open(
                        orFailed(argument, result.machine(), result.report()), state);
            }
            case DUMP -> {
                DumpResult result = DumpReader.read(file);
                yield dumped(argument, orFailed(argument, result.dump(), result.report()), state);
            }
        };
    }

    private static <T> T orFailed(String argument, Optional<T> read, DiagnosticReport report) {
        return read.orElseThrow(
                () -> failed(argument, DescriptionFile.summary(report), "mend the file", null));
    }

    private static Host dumped(String argument, MachineDump dump, Path state) {
        try {
            return DumpedMachine.of(dump).host(state);
        } catch (IllegalArgumentException e) {
            throw failed(argument, String.valueOf(e.getMessage()), "make another dump, as root", e);
        }
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
