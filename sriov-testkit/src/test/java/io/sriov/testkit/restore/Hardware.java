package io.sriov.testkit.restore;

import io.sriov.driver.PfDriver;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.util.function.Supplier;

/// Machines to apply to.
enum Hardware {
    /// A NIC behind a port that forwards ARI requests.
    ARI(true, 1),
    /// A NIC whose VFs are functions 1..7 of its own device.
    WITHOUT_ARI(false, 1),
    /// Two PFs of one device, of which the second has VFs all the time.
    TWO_PFS(true, 2);

    private final boolean ari;
    private final int pfs;

    Hardware(boolean ari, int pfs) {
        this.ari = ari;
        this.pfs = pfs;
    }

    boolean hasNeighbour() {
        return pfs > 1;
    }

    SimulatedMachine machine(PfDriver driver) {
        SimulatedMachine.Builder machine =
                SimulatedMachine.builder()
                        .addPort(
                                PortModel.builder()
                                        .secondaryBus(3)
                                        .window(new BridgeWindow(0xd000_0000L, 16 << 20))
                                        .ariForwarding(ari)
                                        .build())
                        .addPf(pf(Kernel.FREEBSD.device, 0, () -> driver));
        if (hasNeighbour()) {
            machine.addPf(pf(Kernel.FREEBSD.neighbour, 1, Recorder::new));
        }
        return machine.build();
    }

    private static PfDefinition pf(
            String device, int function, Supplier<? extends PfDriver> driver) {
        PfModel model =
                PfModel.builder()
                        .vendorId(0x8086)
                        .deviceId(0x10fb)
                        .totalVfs(7)
                        .vfDeviceId(0x10ed)
                        .addPlacement(VfPlacement.of(true, 128, 2))
                        .addPlacement(VfPlacement.of(false, 1, 1))
                        .addBar(BarModel.wide(0, 0x8_0000))
                        .addVfBar(BarModel.wide(0, 0x4000))
                        .build();
        return PfDefinition.builder()
                .device(device)
                .bus(3)
                .function(function)
                .hardware(model)
                .pfDriver(driver)
                .vfDriver("ixv")
                .build();
    }
}
