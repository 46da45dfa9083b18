package io.sriov.linux;

import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.Host;
import io.sriov.host.HostPlatform;

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
        requireNative(SYSTEM);
        LinuxHost.Builder host = LinuxHost.builder();
        if (!argument.isEmpty()) {
            host.records(DirectoryRecordStore.behind(name(), argument));
        }
        return host.build();
    }
}
