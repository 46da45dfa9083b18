package io.sriov.testkit.sim;

import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.testkit.profile.DeviceProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A host with several PCI domains, as large servers have them: routing IDs have 16 bits, so that
/// one domain has room for 65,536 functions, ports and PFs among them, and hundreds of PFs with all
/// of their VFs take more.
///
/// ```java
/// List<DeviceProfile> cards = Collections.nCopies(256, DeviceProfile.named("e810").orElseThrow());
/// try (Host host = SimulatedDomains.of(cards, SimulatedHost::of)) {
///     host.physicalFunctions();
/// }
/// ```
///
/// Each domain is a simulated host of its own, with a clock of its own; the records are common to
/// all. Thread-safe.
public final class SimulatedDomains implements Host {
    private final List<Host> domains;
    private final Map<String, Host> pfs = new LinkedHashMap<>();

    private SimulatedDomains(List<Host> domains) {
        this.domains = domains;
        for (Host domain : domains) {
            for (PhysicalFunction pf : domain.physicalFunctions()) {
                pfs.put(pf.device(), domain);
            }
        }
    }

    /// {@return a host that has just been switched on, with these devices in as many domains as
    /// they take, each below a root port of its own; the drivers' units are numbered in order}
    ///
    /// @param devices the devices
    /// @param kernel switches on one domain: `SimulatedHost::of`, for example
    public static SimulatedDomains of(
            List<DeviceProfile> devices, Function<SimulatedMachine, ? extends Host> kernel) {
        return new SimulatedDomains(
                List.copyOf(RootPorts.of(devices).stream().map(kernel).toList()));
    }

    /// {@return the hosts of the domains, in order}
    public List<Host> domains() {
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
        Host domain = pfs.get(device);
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
        domains.forEach(Host::close);
    }
}
