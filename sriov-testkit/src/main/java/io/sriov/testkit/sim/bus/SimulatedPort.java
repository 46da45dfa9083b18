package io.sriov.testkit.sim.bus;

import io.sriov.pci.ConfigHeader;
import io.sriov.pci.PcieCapability;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A root port and the one device below it, whose PFs are its functions.
final class SimulatedPort extends SimulatedFunction {
    private final RegisterFile registers;
    private final List<SimulatedPf> functions = new ArrayList<>();

    SimulatedPort(RoutingId id, PortModel model) {
        super(id);
        registers = new RegisterFile(FunctionLayouts.port(model));
    }

    @Override
    RegisterFile registers() {
        return registers;
    }

    void add(SimulatedPf function) {
        functions.add(function);
    }

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
        int control =
                (int) registers.read(FunctionLayouts.PCIE + PcieCapability.DEVICE_CONTROL_2, 2);
        return (control & PcieCapability.DEVICE_CONTROL_2_ARI_FORWARDING) != 0;
    }

    /// The function that a configuration request reaches. On the secondary bus a port without ARI
    /// forwarding passes on requests for device 0 only (§6.13); requests for buses beyond go to the
    /// device unchanged.
    @Nullable SimulatedFunction route(RoutingId target) {
        if (target.bus() == secondaryBus() && target.device() != 0 && !ariForwarding()) {
            return null;
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
