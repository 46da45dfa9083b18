package io.sriov.linux;

import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.HostPlatform;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// The platform `linux`: the machine that this runs on, when it runs on Linux. Stateless and
/// thread-safe.
public final class LinuxHostPlatform implements HostPlatform {
    private static final String SYSTEM = "Linux";

    /// For `ServiceLoader`.
    public LinuxHostPlatform() {}

    @Override
    public String name() {
        return "linux";
    }

    @Override
    public String description() {
        return "this machine, running Linux; linux:DIR keeps its records in DIR, not in "
                + LinuxHost.RECORDS;
    }

    @Override
    public boolean isNative() {
        return System.getProperty("os.name").equals(SYSTEM);
    }

    @Override
    public Host open(String argument) {
        if (!isNative()) {
            throw new HostException(
                    HostException.Operation.OPEN_HOST,
                    "'linux'",
                    Errno.EOPNOTSUPP,
                    "this machine runs " + System.getProperty("os.name") + ", not " + SYSTEM,
                    "leave the host out to use this machine, or name another kind of host");
        }
        LinuxHost.Builder host = LinuxHost.builder();
        if (!argument.isEmpty()) {
            try {
                host.records(new DirectoryRecordStore(Path.of(argument)));
            } catch (InvalidPathException e) {
                throw new HostException(
                        HostException.Operation.OPEN_HOST,
                        "'linux:" + argument + "'",
                        Errno.EINVAL,
                        "'" + argument + "' is no name of a directory",
                        "name a directory",
                        e);
            }
        }
        return host.build();
    }
}
