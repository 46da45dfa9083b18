package io.sriov.testkit.sim;

import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.VfPlacement;
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

    private final SimulatedMachine.Builder machine = SimulatedMachine.builder();
    private final Map<String, Integer> units = new HashMap<>();
    private int nextBus = 1;
    private long nextHigh = HIGH;
    private long nextLow = LOW;

    private RootPorts() {}

    static SimulatedMachine of(List<DeviceProfile> devices) {
        var ports = new RootPorts();
        devices.forEach(ports::add);
        return ports.machine.build();
    }

    private void add(DeviceProfile device) {
        int bus = nextBus;
        int last = bus + furtherBuses(device.hardware());
        if (last > LAST_BUS) {
            throw new IllegalArgumentException(
                    "there are no bus numbers left for " + device.name() + " and its VFs");
        }
        nextBus = last + 1;
        machine.addPort(
                PortModel.builder()
                        .secondaryBus(bus)
                        .subordinateBus(last)
                        .window(window(device))
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

    private BridgeWindow window(DeviceProfile device) {
        PfModel hardware = device.hardware();
        long need = 0;
        for (BarModel bar : hardware.bars()) {
            need += bar.size();
        }
        for (BarModel bar : hardware.vfBars()) {
            need += bar.size() * (hardware.totalVfs() + 1L);
        }
        // Twice as much leaves room for what alignment takes.
        long size =
                Math.max(2 * Long.highestOneBit(Math.max(need, 1)) * 2, BridgeWindow.GRANULARITY);
        boolean high =
                Stream.concat(hardware.bars().stream(), hardware.vfBars().stream())
                        .allMatch(bar -> bar.is64Bit() && bar.prefetchable());
        long base = align(high ? nextHigh : nextLow, size);
        if (high) {
            nextHigh = base + size;
        } else if (base + size > LOW_END) {
            throw new IllegalArgumentException(
                    "there are no memory addresses below 4 GiB left for " + device.name());
        } else {
            nextLow = base + size;
        }
        return new BridgeWindow(base, size);
    }

    private static long align(long address, long size) {
        return (address + size - 1) & -size;
    }
}
