package io.sriov.testkit.sim;

import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Places devices in a machine, each below a root port of its own, as firmware with room to spare
/// does: bus numbers for all VFs, and a memory window for all BARs.
final class RootPorts {
    private static final int FUNCTIONS_OF_BUS = 256;
    private static final int LAST_BUS = 255;

    /// What lies above 4 GiB, for 64-bit prefetchable BARs, and below, for others.
    private static final long HIGH = 0x38_0000_0000L;

    private static final long LOW = 0x8000_0000L;
    private static final long LOW_END = 0xf000_0000L;

    private final Map<String, Integer> units = new HashMap<>();
    private final List<SimulatedMachine> domains = new ArrayList<>();
    private SimulatedMachine.Builder machine = SimulatedMachine.builder();
    private int nextBus = 1;
    private long nextHigh = HIGH;
    private long nextLow = LOW;

    private RootPorts() {}

    /// {@return the devices in as many PCI domains as their bus numbers and addresses take, from
    /// domain 0}
    static List<SimulatedMachine> of(List<DeviceProfile> devices) {
        var ports = new RootPorts();
        devices.forEach(ports::add);
        ports.endDomain();
        return List.copyOf(ports.domains);
    }

    private void endDomain() {
        domains.add(machine.build());
        machine = SimulatedMachine.builder().domain(domains.size());
        nextBus = 1;
        nextHigh = HIGH;
        nextLow = LOW;
    }

    private void add(DeviceProfile device) {
        long size = windowSize(device.hardware());
        boolean high = fitsHigh(device.hardware());
        int further = furtherBuses(device.hardware());
        if (nextBus + further > LAST_BUS || (!high && align(nextLow, size) + size > LOW_END)) {
            endDomain();
        }
        int bus = nextBus;
        int last = bus + further;
        nextBus = last + 1;
        long base = align(high ? nextHigh : nextLow, size);
        if (high) {
            nextHigh = base + size;
        } else {
            nextLow = base + size;
        }
        machine.addPort(
                PortModel.builder()
                        .secondaryBus(bus)
                        .subordinateBus(last)
                        .window(new BridgeWindow(base, size))
                        .build());
        int unit = units.merge(device.driver(), 1, Integer::sum) - 1;
        machine.addPf(PfDefinition.of(device, unit).bus(bus).build());
    }

    /// How many buses VFs take beyond that of the PF, wherever the device places them.
    private static int furtherBuses(PfModel hardware) {
        int last = 0;
        for (VfPlacement placement : hardware.placements()) {
            int vfs = Math.max(hardware.totalVfs(), 1);
            last = Math.max(last, placement.firstVfOffset() + placement.vfStride() * (vfs - 1));
        }
        return last / FUNCTIONS_OF_BUS;
    }

    /// Twice what the BARs take leaves room for their alignment.
    private static long windowSize(PfModel hardware) {
        long need = 0;
        for (BarModel bar : hardware.bars()) {
            need += bar.size();
        }
        for (BarModel bar : hardware.vfBars()) {
            need += bar.size() * (hardware.totalVfs() + 1L);
        }
        return Math.max(4 * Long.highestOneBit(need), BridgeWindow.GRANULARITY);
    }

    private static boolean fitsHigh(PfModel hardware) {
        return Stream.concat(hardware.bars().stream(), hardware.vfBars().stream())
                .allMatch(bar -> bar.is64Bit() && bar.prefetchable());
    }

    private static long align(long address, long size) {
        return (address + size - 1) & -size;
    }
}
