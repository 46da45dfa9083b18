package io.sriov.testkit.contract;

import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedKernel;
import io.sriov.testkit.sim.SimulatedMachine;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A PF of the standard machine, whose driver can be made to fail.
final class SimulatedBench implements HostBench {
    private final SimulatedHost host;
    private final String device;
    private final int mostVfs;
    private final AtomicBoolean failing;

    private SimulatedBench(SimulatedHost host, String device, int mostVfs, AtomicBoolean failing) {
        this.host = host;
        this.device = device;
        this.mostVfs = mostVfs;
        this.failing = failing;
    }

    static SimulatedBench inMemory(String device, int mostVfs) {
        var failing = new AtomicBoolean();
        return new SimulatedBench(
                SimulatedHost.of(machine(device, failing)), device, mostVfs, failing);
    }

    static SimulatedBench inFile(Path file, String device, int mostVfs) {
        var failing = new AtomicBoolean();
        return new SimulatedBench(
                SimulatedHost.open(machine(device, failing), file), device, mostVfs, failing);
    }

    private static SimulatedMachine machine(String device, AtomicBoolean failing) {
        SimulatedMachine standard = SimulatedMachine.standard();
        return SimulatedMachine.builder()
                .from(standard)
                .pfs(
                        standard.pfs().stream()
                                .map(pf -> pf.device().equals(device) ? weak(pf, failing) : pf)
                                .toList())
                .build();
    }

    private static PfDefinition weak(PfDefinition pf, AtomicBoolean failing) {
        return PfDefinition.builder()
                .from(pf)
                .pfDriver(() -> new WeakPfDriver(pf.pfDriver().get(), failing, Errno.ENOSPC))
                .build();
    }

    @Override
    public Host host() {
        return host;
    }

    @Override
    public String device() {
        return device;
    }

    @Override
    public int mostVfs() {
        return mostVfs;
    }

    @Override
    public void assignToGuest(int vf) {
        operate(kernel -> kernel.assignToGuest(device, vf, "vm1"));
    }

    @Override
    public void useInterface(int vf) {
        operate(kernel -> kernel.useInterface(device, vf, "interface %s is up"));
    }

    @Override
    public void release(int vf) {
        operate(kernel -> kernel.releaseVf(device, vf));
    }

    @Override
    public void destroyVfsBehindTheSdk() {
        operate(kernel -> kernel.delete(device));
    }

    @Override
    public void failNextConfigure() {
        failing.set(true);
    }

    private void operate(Consumer<SimulatedKernel> operation) {
        host.operate(kernel -> {
            operation.accept(kernel);
            return true;
        });
    }

    @Override
    public void close() {
        host.close();
    }
}
