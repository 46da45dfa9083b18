package io.sriov.testkit.restore;

import io.sriov.host.Host;
import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import io.sriov.pci.SriovCapability;
import io.sriov.schema.wire.ConfigNvlist;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedKernel;
import io.sriov.testkit.sim.bus.AccessInterceptor;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// A machine with FreeBSD's kernel, used by its system calls.
final class FreeBsdMachine implements Machine {
    private static final String DEVICE = Kernel.FREEBSD.device;
    private static final String NEIGHBOUR = Kernel.FREEBSD.neighbour;

    private final SimulatedHost host;
    private final Recorder driver;
    private final boolean neighbour;

    FreeBsdMachine(Hardware hardware, Recorder driver) {
        this.host = SimulatedHost.of(hardware.machine(driver));
        this.driver = driver;
        this.neighbour = hardware.hasNeighbour();
        if (neighbour) {
            operate(kernel ->
                    kernel.configure(
                            NEIGHBOUR,
                            ConfigNvlist.pack(new Wish(2, Set.of(), 9).config(NEIGHBOUR))));
        }
    }

    private void operate(Consumer<SimulatedKernel> operation) {
        host.operate(kernel -> {
            operation.accept(kernel);
            return true;
        });
    }

    @Override
    public Host host() {
        return host;
    }

    @Override
    public void create(Wish wish) {
        operate(kernel -> kernel.configure(DEVICE, ConfigNvlist.pack(wish.config(DEVICE))));
    }

    @Override
    public void delete() {
        operate(kernel -> kernel.delete(DEVICE));
    }

    @Override
    public void detach(int vf) {
        operate(kernel -> kernel.detachVf(DEVICE, vf));
    }

    @Override
    public void use(int vf) {
        operate(kernel -> kernel.useInterface(DEVICE, vf, "interface %s is up"));
    }

    @Override
    public Truth truth() {
        host.intercept(AccessInterceptor.NONE);
        return host.operate(kernel -> {
            PfStatus pf = kernel.status(DEVICE);
            Map<Integer, Truth.Vf> vfs = new HashMap<>();
            for (VfStatus vf : pf.vfs()) {
                vfs.put(
                        vf.index(),
                        new Truth.Vf(
                                vf.address().toString(),
                                vf.passthrough(),
                                vf.driver()
                                        .map(unit -> unit.replaceFirst("[0-9]+$", ""))
                                        .orElse(""),
                                driver.weight(vf.index())));
            }
            SriovCapability registers =
                    SriovCapability.find(kernel.bus().hardware(pf.address().routingId()))
                            .orElseThrow();
            return new Truth(
                    DEVICE,
                    pf.numVfs(),
                    registers.vfEnable(),
                    registers.numVfs(),
                    driver.label(),
                    true,
                    vfs,
                    neighbour ? kernel.status(NEIGHBOUR).toString() : "");
        });
    }
}
