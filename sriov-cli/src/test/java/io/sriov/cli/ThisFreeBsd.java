package io.sriov.cli;

import io.sriov.freebsd.FreeBsdHost;
import io.sriov.host.Host;
import io.sriov.host.HostPlatform;
import io.sriov.host.HostPlatforms;
import io.sriov.host.RecordStore;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import java.util.List;

/// A simulated FreeBSD system as the machine that a command runs on.
///
/// @param system the system
/// @param records where records are
record ThisFreeBsd(SimulatedFreeBsd system, RecordStore records) implements HostPlatform {
    HostPlatforms alone() {
        return HostPlatforms.of(List.of(this));
    }

    @Override
    public String name() {
        return "freebsd";
    }

    @Override
    public String description() {
        return "this machine";
    }

    @Override
    public boolean isNative() {
        return true;
    }

    @Override
    public Host open(String argument) {
        return FreeBsdHost.builder().library(system.library()).records(records).build();
    }
}
