package io.sriov.cli;

import io.sriov.Sriov;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.HostPlatform;
import io.sriov.host.HostPlatforms;
import java.util.List;

/// The host that a command line names.
final class Hosts {
    private Hosts() {}

    /// {@return the host's devices, to be closed by the caller}
    ///
    /// @param invocation the command
    /// @throws CommandException when there is no such host, or it cannot be opened
    static Sriov open(Invocation invocation) {
        return Sriov.open(host(invocation.arguments(), invocation.platforms()));
    }

    private static Host host(Arguments arguments, HostPlatforms platforms) {
        try {
            if (arguments.host().isPresent()) {
                return platforms.open(arguments.host().get());
            }
            if (platforms.all().stream().anyMatch(HostPlatform::isNative)) {
                return platforms.openNative();
            }
        } catch (HostException e) {
            throw new CommandException(
                    new Failure(
                            "Could not open host: " + e.errno().freebsdText(),
                            null,
                            e.errno(),
                            List.of(String.valueOf(e.getMessage()))));
        }
        throw new CommandException(
                Failure.of(
                        "The devices of this machine ("
                                + System.getProperty("os.name")
                                + ") cannot be reached by this version",
                        "--host sim works on a simulated machine, --host sim:FILE on one that"
                                + " lasts",
                        "-C -n and -S work without any host when --schema names the PF's schema,"
                                + " as in --schema ix"));
    }
}
