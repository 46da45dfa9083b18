package io.sriov.testkit.sim;

import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.testkit.profile.DeviceProfile;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A host with several PCI domains, as large servers have them: routing IDs have 16 bits, so that
/// one domain has room for 65,536 functions, ports and PFs among them, and hundreds of PFs with all
/// of their VFs take more.
///
/// ```java
/// List<DeviceProfile> cards = Collections.nCopies(256, DeviceProfile.named("e810").orElseThrow());
/// try (Host host = SimulatedDomains.of(cards)) {
///     host.physicalFunctions();
/// }
/// ```
///
/// Each domain is a [SimulatedHost] of its own with a clock of its own; the records are common to
/// all. Thread-safe.
public final class SimulatedDomains implements Host {
    private final List<SimulatedHost> domains;
    private final Map<String, SimulatedHost> pfs = new LinkedHashMap<>();

    private SimulatedDomains(List<SimulatedMachine> machines) {
        Set<Long> numbers = new HashSet<>();
        for (SimulatedMachine machine : machines) {
            if (!numbers.add(machine.domain())) {
                throw new IllegalArgumentException("two machines in domain " + machine.domain());
            }
        }
        domains = machines.stream().map(SimulatedHost::of).toList();
        for (SimulatedHost domain : domains) {
            for (PhysicalFunction pf : domain.physicalFunctions()) {
                if (pfs.put(pf.device(), domain) != null) {
                    throw new IllegalArgumentException("two PFs named " + pf.device());
                }
            }
        }
    }

    /// {@return a host that has just been switched on}
    ///
    /// @param machines its domains, at least one, with different numbers and different device names
    /// @throws IllegalArgumentException if they do not fit together; the message says which
    public static SimulatedDomains ofMachines(List<SimulatedMachine> machines) {
        return new SimulatedDomains(machines);
    }

    /// {@return a host with these devices in as many domains as they take, each below a root port
    /// of its own; the drivers' units are numbered in order}
    ///
    /// @param devices the devices
    public static SimulatedDomains of(List<DeviceProfile> devices) {
        return new SimulatedDomains(RootPorts.of(devices));
    }

    /// {@return the domains, in order}
    public List<SimulatedHost> domains() {
        return domains;
    }

    @Override
    public String name() {
        return domains.getFirst().name();
    }

    @Override
    public List<PhysicalFunction> physicalFunctions() {
        return domains.stream().flatMap(domain -> domain.physicalFunctions().stream()).toList();
    }

    @Override
    public PhysicalFunction physicalFunction(String device) {
        SimulatedHost domain = pfs.get(device);
        if (domain == null) {
            throw new HostException(
                    HostException.Operation.OPEN_PF,
                    node(device),
                    Errno.ENOENT,
                    "there is no such PF",
                    "use one of " + String.join(", ", pfs.keySet()));
        }
        return domain.physicalFunction(device);
    }

    @Override
    public String node(String device) {
        return domains.getFirst().node(device);
    }

    @Override
    public RecordStore records() {
        return domains.getFirst().records();
    }

    @Override
    public void close() {
        domains.forEach(SimulatedHost::close);
    }
}
