package io.sriov.testkit.machine;

import io.sriov.dump.DumpReader;
import io.sriov.dump.DumpResult;
import io.sriov.dump.MachineDump;
import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.schema.diagnostic.DiagnosticReport;
import io.sriov.testkit.sim.SimulatedMachine;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The machine that a user names by a file, as in `sim:host.json`, and what is said where it cannot
/// be had.
///
/// @param platform the platform: `sim`
/// @param argument what stands behind the colon
record NamedMachine(String platform, String argument) {
    /// {@return the file, or another whose name begins with its name}
    ///
    /// @param suffix what the name ends with then
    Path file(String suffix) {
        if (argument.indexOf('\ufffd') >= 0) {
            throw failed("'" + argument + "' is not UTF-8", "rename the file", null);
        }
        try {
            return Path.of(argument + suffix);
        } catch (InvalidPathException e) {
            throw failed("'" + argument + "' is no file name", "name a file", e);
        }
    }

    /// {@return the machine that a file describes}
    SimulatedMachine described(Path file) {
        if (Files.notExists(file)) {
            throw failed(Errno.ENOENT, "there is no such file", "name one that is there", null);
        }
        MachineResult result = MachineReader.read(file);
        return orFailed(result.machine(), result.report());
    }

    /// {@return a host made of the dump in a file}
    ///
    /// @param read makes a machine of the dump
    /// @param start switches the machine on
    <T> Host open(Path file, Function<MachineDump, T> read, Function<T, Host> start) {
        DumpResult result = DumpReader.read(file);
        MachineDump dump = orFailed(result.dump(), result.report());
        try {
            return start.apply(read.apply(dump));
        } catch (IllegalArgumentException e) {
            throw failed(String.valueOf(e.getMessage()), "make another dump, as root", e);
        }
    }

    private <T> T orFailed(Optional<T> read, DiagnosticReport report) {
        return read.orElseThrow(
                () -> failed(DescriptionFile.summary(report), "mend the file", null));
    }

    private HostException failed(String detail, String remedy, @Nullable Exception cause) {
        return failed(Errno.EINVAL, detail, remedy, cause);
    }

    private HostException failed(
            Errno errno, String detail, String remedy, @Nullable Exception cause) {
        return new HostException(
                HostException.Operation.OPEN_HOST,
                platform + ":" + argument,
                errno,
                detail,
                remedy,
                cause);
    }
}
