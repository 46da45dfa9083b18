package io.sriov.testkit.sim;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.pci.RoutingId;
import io.sriov.testkit.sim.bus.SimulatedBus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// The ports and PFs that a kernel has found on its bus. Not thread-safe.
final class KernelFunctions {
    private final SimulatedMachine machine;
    private final List<KernelPort> ports = new ArrayList<>();
    private final Map<String, PfDevice> pfs = new LinkedHashMap<>();

    /// Finds them, and attaches drivers to PFs.
    ///
    /// @param units where the PFs' own units are taken
    KernelFunctions(SimulatedMachine machine, SimulatedBus bus, DriverUnits units) {
        this.machine = machine;
        for (RoutingId portId : bus.ports()) {
            KernelPort port = new KernelPort(bus.configSpace(portId));
            ports.add(port);
            for (RoutingId id : bus.functions(portId)) {
                PfDefinition definition = definition(id);
                PfDevice pf = new PfDevice(definition, id, port, bus.configSpace(id));
                port.add(pf);
                if (pf.driver() instanceof SimulatedPfDriver driver) {
                    driver.attach(surroundings(pf, bus));
                }
                units.take(unit(definition));
            }
        }
        machine.pfs().forEach(definition -> pfs.put(definition.device(), device(definition)));
    }

    private PfDefinition definition(RoutingId id) {
        return machine.pfs().stream()
                .filter(pf -> pf.bus() == id.bus() && pf.function() == id.function())
                .findFirst()
                .orElseThrow();
    }

    private PfDevice device(PfDefinition definition) {
        return ports.stream()
                .flatMap(port -> port.functions().stream())
                .filter(pf -> pf.name().equals(definition.device()))
                .findFirst()
                .orElseThrow();
    }

    private PfSurroundings surroundings(PfDevice pf, SimulatedBus bus) {
        return new PfSurroundings(
                bus.clock(),
                pf::interfaceUp,
                pf.definition().hardware().vfMsixVectors(),
                new Random(machine.seed() ^ ((long) pf.id().value() << 32)));
    }

    private static DriverUnit unit(PfDefinition pf) {
        return new DriverUnit(
                pf.driverName(), Integer.parseInt(pf.device().substring(pf.driverName().length())));
    }

    /// Assigns memory and enables ARI, as it is done when a machine is switched on.
    void powerOn() {
        for (KernelPort port : ports) {
            port.functions().forEach(PfDevice::assignBars);
            if (machine.enableAri()) {
                port.tryEnableAri();
            }
        }
    }

    /// Takes what an earlier kernel has assigned and enabled from the registers.
    void remember() {
        ports.forEach(KernelPort::rememberAri);
        pfs.values().forEach(KernelState::rememberBars);
    }

    List<KernelPort> ports() {
        return ports;
    }

    /// In the order of the machine.
    Collection<PfDevice> pfs() {
        return pfs.values();
    }

    /// The device name of the PF that has a name; the name itself where none has it.
    String named(String name) {
        return machine.pfs().stream()
                .filter(pf -> pf.otherNames().contains(name))
                .findFirst()
                .map(PfDefinition::device)
                .orElse(name);
    }

    Optional<PfDevice> pf(String device) {
        return Optional.ofNullable(pfs.get(device));
    }

    /// @throws HostException with ENOENT if there is none
    PfDevice pf(Operation operation, String device) {
        return pf(device)
                .orElseThrow(() ->
                        new HostException(
                                operation,
                                device,
                                Errno.ENOENT,
                                "there is no such PF",
                                "use one of " + String.join(", ", pfs.keySet())));
    }

    /// The PF, if its driver has registered it for SR-IOV.
    ///
    /// @throws HostException with ENOENT if there is none
    PfDevice registered(Operation operation, String device) {
        PfDevice pf = pf(operation, device);
        if (pf.iov().isEmpty()) {
            throw new HostException(
                    operation,
                    device,
                    Errno.ENOENT,
                    "its driver offers no SR-IOV",
                    "see the console for the reason");
        }
        return pf;
    }
}
