package io.sriov.freebsd;

import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.Host;
import io.sriov.host.HostPlatform;

/// The platform `freebsd`: the machine that this runs on, when it runs on FreeBSD. Stateless and
/// thread-safe.
public final class FreeBsdHostPlatform implements HostPlatform {
    private static final String SYSTEM = "FreeBSD";

    /// For `ServiceLoader`.
    public FreeBsdHostPlatform() {}

    @Override
    public String name() {
        return "freebsd";
    }

    @Override
    public String description() {
        return "this machine, running FreeBSD; freebsd:DIR keeps its records in DIR, not in "
                + FreeBsdHost.RECORDS;
    }

    @Override
    public boolean isNative() {
        return System.getProperty("os.name").equals(SYSTEM);
    }

    @Override
    public Host open(String argument) {
        requireNative(SYSTEM);
        FreeBsdHost.Builder host = FreeBsdHost.builder();
        if (!argument.isEmpty()) {
            host.records(DirectoryRecordStore.behind(name(), argument));
        }
        return host.build();
    }
}
