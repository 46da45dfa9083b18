package io.sriov.testkit.sim;

import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.SwitchModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Whether the windows of ports have room for the PFs' own BARs. Firmware sees to that, and a PF
/// without it is of no use to any driver. Those of a dump had room, as something assigned it then.
final class OwnMemory {
    private final Map<Integer, List<AddressSpace>> spaces = new HashMap<>();

    private OwnMemory() {}

    /// @throws IllegalArgumentException if a BAR has no room; the message says which, and what
    ///   would do
    static void require(SimulatedMachine machine) {
        var memory = new OwnMemory();
        machine.ports().forEach(memory::add);
        machine.switches().stream().map(SwitchModel::ports).forEach(l -> l.forEach(memory::add));
        machine.pfs().stream()
                .filter(pf -> pf.hardware().registers().isEmpty())
                .sorted(Comparator.comparingInt(PfDefinition::function))
                .forEach(memory::place);
    }

    private void add(PortModel port) {
        List<AddressSpace> windows = new ArrayList<>();
        port.prefetchableWindow().map(AddressSpace::new).ifPresent(windows::add);
        windows.add(new AddressSpace(port.window()));
        spaces.put(port.secondaryBus(), windows);
    }

    /// As [KernelPort] places them.
    private void place(PfDefinition pf) {
        List<AddressSpace> windows = spaces.get(pf.bus());
        if (windows == null) {
            return;
        }
        pf.hardware().bars().stream()
                .sorted(Comparator.comparingInt(BarModel::index))
                .forEach(bar -> place(pf, bar, windows));
    }

    private static void place(PfDefinition pf, BarModel bar, List<AddressSpace> windows) {
        boolean anywhere = bar.is64Bit() && bar.prefetchable();
        List<AddressSpace> possible =
                windows.stream().filter(space -> anywhere || !space.window().above4GiB()).toList();
        boolean placed =
                possible.stream()
                        .map(space -> space.reserve(bar.size(), bar.size()))
                        .anyMatch(OptionalLong::isPresent);
        if (!placed) {
            throw new IllegalArgumentException(
                    "the port with bus "
                            + pf.bus()
                            + " has no memory for BAR "
                            + bar.index()
                            + " of "
                            + pf.device()
                            + ", "
                            + bar.size()
                            + " bytes: give it "
                            + (possible.isEmpty()
                                    ? "a window below 4 GiB, as a BAR needs that is not 64-bit and"
                                            + " prefetchable"
                                    : "a larger window, such as "
                                            + enough(pf) / BridgeWindow.GRANULARITY
                                            + " MiB, and more for the VFs"));
        }
    }

    /// Twice what the BARs take leaves room for their alignment.
    private static long enough(PfDefinition pf) {
        long need = pf.hardware().bars().stream().mapToLong(BarModel::size).sum();
        return Math.max(2 * Long.highestOneBit(2 * need - 1), BridgeWindow.GRANULARITY);
    }
}
