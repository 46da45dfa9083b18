package io.sriov.testkit.sim;

import io.sriov.dump.FunctionDump;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.RoutingId;
import io.sriov.testkit.sim.bus.BusSnapshot;
import io.sriov.testkit.sim.bus.SimulatedBus;
import java.time.Duration;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/// The registers of a dump as the state of a bus: those that are not as after reset.
final class DumpedRegisters {
    private final SimulatedMachine machine;
    private final SortedMap<RoutingId, SortedMap<Integer, Long>> changed = new TreeMap<>();

    DumpedRegisters(SimulatedMachine machine) {
        this.machine = machine;
    }

    /// The state of ports and PFs first: only then there are VFs.
    BusSnapshot of(Collection<FunctionDump> ports, Collection<DumpedPf> pfs) {
        SimulatedBus bus = machine.hardware();
        ports.forEach(port -> compare(bus, port));
        pfs.forEach(pf -> compare(bus, pf.pf()));
        bus.restore(snapshot());
        for (DumpedPf pf : pfs) {
            for (FunctionDump vf : pf.vfs()) {
                ConfigSpace there = bus.configSpace(vf.address().routingId());
                if (there.read8(ConfigHeader.HEADER_TYPE) != 0xff) {
                    compare(bus, vf);
                }
            }
        }
        return snapshot();
    }

    private BusSnapshot snapshot() {
        return new BusSnapshot(Duration.ZERO, changed);
    }

    private void compare(SimulatedBus bus, FunctionDump function) {
        RoutingId id = function.address().routingId();
        ConfigSpace now = bus.configSpace(id);
        ConfigSpace was = function.configSpace();
        SortedMap<Integer, Long> registers = new TreeMap<>();
        for (int at = 0; at < function.config().length() / 2; at += 4) {
            long value = was.read32(at);
            if (now.read32(at) != value) {
                registers.put(at, value);
            }
        }
        changed.put(id, registers);
    }
}
