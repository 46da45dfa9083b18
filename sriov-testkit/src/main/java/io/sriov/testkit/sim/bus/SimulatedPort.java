package io.sriov.testkit.sim.bus;

import io.sriov.pci.ConfigHeader;
import io.sriov.pci.PcieCapability;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A port and what is below it. Below a root port or a downstream port that is one device: PFs, or
/// the upstream port of a switch. Below an upstream port it is the switch's downstream ports.
final class SimulatedPort extends SimulatedFunction {
    private final RegisterLayout layout;
    private final RegisterFile registers;
    private final PcieCapability.PortType type;
    private final List<SimulatedPort> ports = new ArrayList<>();
    private final List<SimulatedPf> functions = new ArrayList<>();

    SimulatedPort(RoutingId id, PortModel model, PcieCapability.PortType type) {
        super(id);
        this.type = type;
        layout = FunctionLayouts.port(model, type, id.bus());
        registers = new RegisterFile(layout);
    }

    @Override
    RegisterLayout layout() {
        return layout;
    }

    @Override
    RegisterFile registers() {
        return registers;
    }

    void add(SimulatedPf function) {
        functions.add(function);
    }

    void add(SimulatedPort port) {
        ports.add(port);
    }

    /// The PFs of the device below.
    List<SimulatedPf> functions() {
        return functions;
    }

    int secondaryBus() {
        return (int) registers.read(ConfigHeader.SECONDARY_BUS, 1);
    }

    private int subordinateBus() {
        return (int) registers.read(ConfigHeader.SUBORDINATE_BUS, 1);
    }

    boolean forwards(int bus) {
        return bus >= secondaryBus() && bus <= subordinateBus();
    }

    private boolean ariForwarding() {
        if (!layout.hasCapability(PcieCapability.ID)) {
            return false;
        }
        int at = layout.capability(PcieCapability.ID) + PcieCapability.DEVICE_CONTROL_2;
        return (registers.read(at, 2) & PcieCapability.DEVICE_CONTROL_2_ARI_FORWARDING) != 0;
    }

    /// Whether requests for one bus can only be for device 0, as a link leads to one device.
    private boolean isLink() {
        return type != PcieCapability.PortType.SWITCH_UPSTREAM_PORT;
    }

    /// The function that a configuration request reaches, once this port forwards its bus. On the
    /// secondary bus a port without ARI forwarding passes on requests for device 0 only (§6.13);
    /// requests for buses beyond go to the device unchanged, or on through the port that forwards
    /// them.
    @Nullable SimulatedFunction route(RoutingId target) {
        boolean secondary = target.bus() == secondaryBus();
        if (secondary && isLink() && target.device() != 0 && !ariForwarding()) {
            return null;
        }
        for (SimulatedPort port : ports) {
            if (secondary && port.id().equals(target)) {
                return port;
            }
            if (!secondary && port.forwards(target.bus())) {
                return port.route(target);
            }
        }
        for (SimulatedPf pf : functions) {
            if (pf.id().equals(target)) {
                return pf;
            }
        }
        for (SimulatedPf pf : functions) {
            SimulatedVf vf = pf.vfAt(target);
            if (vf != null) {
                return vf;
            }
        }
        return null;
    }

    /// Whether ARI Capable Hierarchy is set for the device: the lowest-numbered PF says so for all
    /// (§9.3.3.3.5).
    boolean ariCapableHierarchy() {
        return !functions.isEmpty()
                && (functions.getFirst().control() & SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY)
                        != 0;
    }

    boolean anyVfEnable() {
        return functions.stream().anyMatch(SimulatedPf::vfEnable);
    }

    boolean isLowest(SimulatedPf pf) {
        return functions.getFirst() == pf;
    }

    /// Lets every PF of the device follow a change of ARI Capable Hierarchy.
    void ariMayHaveChanged() {
        functions.forEach(SimulatedPf::place);
    }
}
