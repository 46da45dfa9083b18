package io.sriov.cli;

import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.HostPlatform;
import io.sriov.host.HostPlatforms;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A machine whose PFs have other names besides their own, and those names appear late.
///
/// @param machine the machine
/// @param names each other name with the PF's own
/// @param missed how many times somebody has to ask in vain for a PF by another name
record OtherMachine(HostPlatform machine, Map<String, String> names, AtomicInteger missed)
        implements HostPlatform {
    OtherMachine(HostPlatform machine, Map<String, String> names, int missed) {
        this(machine, names, new AtomicInteger(missed));
    }

    HostPlatforms alone() {
        return HostPlatforms.of(List.of(this));
    }

    @Override
    public String name() {
        return machine.name();
    }

    @Override
    public String description() {
        return machine.description();
    }

    @Override
    public boolean isNative() {
        return true;
    }

    @Override
    public Host open(String argument) {
        Host host = machine.open(argument);
        return new Host() {
            @Override
            public String name() {
                return host.name();
            }

            @Override
            public List<PhysicalFunction> physicalFunctions() {
                return host.physicalFunctions();
            }

            @Override
            public PhysicalFunction physicalFunction(String device) {
                if (names.containsKey(device) && missed.getAndDecrement() > 0) {
                    throw new HostException(
                            HostException.Operation.OPEN_PF, device, Errno.ENOENT, "late", null);
                }
                return host.physicalFunction(names.getOrDefault(device, device));
            }

            @Override
            public RecordStore records() {
                return host.records();
            }

            @Override
            public void close() {
                host.close();
            }
        };
    }
}
