package io.sriov.testkit.sim.bus;

import io.sriov.pci.RoutingId;

/// Hardware for tests of the bus.
final class Models {
    static final RoutingId PORT = RoutingId.of(0, 1, 0);
    static final RoutingId PF = RoutingId.of(3, 0, 0);
    static final RoutingId PF1 = RoutingId.of(3, 0, 1);

    private Models() {}

    static PfModel.Builder pf() {
        return PfModel.builder()
                .vendorId(0x8086)
                .deviceId(0x10fb)
                .totalVfs(64)
                .vfDeviceId(0x10ed)
                .addPlacement(VfPlacement.of(true, 128, 2))
                .addPlacement(VfPlacement.of(false, 2, 1))
                .addVfBar(BarModel.wide(0, 0x4000))
                .addVfBar(BarModel.narrow(3, 0x1000));
    }

    static PortModel.Builder port() {
        return PortModel.builder()
                .secondaryBus(3)
                .subordinateBus(4)
                .window(new BridgeWindow(0xd000_0000L, 1 << 24));
    }

    static SimulatedBus bus(PfModel... functions) {
        SimulatedBus.Builder bus = SimulatedBus.builder().port(port().build());
        for (int i = 0; i < functions.length; i++) {
            bus.function(3, i, functions[i]);
        }
        return bus.build();
    }
}
