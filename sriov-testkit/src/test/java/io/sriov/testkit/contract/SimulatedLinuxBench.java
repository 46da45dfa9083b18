package io.sriov.testkit.contract;

import io.sriov.host.Errno;
import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import io.sriov.testkit.linux.SimulatedLinuxHost;
import io.sriov.testkit.sim.SimulatedMachine;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;

/// A PF of the standard machine with Linux on it, whose kernel can be made to fail.
final class SimulatedLinuxBench implements HostBench {
    private final SimulatedLinuxHost host;
    private final String device;
    private final int mostVfs;
    private final AtomicBoolean failing = new AtomicBoolean();

    SimulatedLinuxBench(String device, int mostVfs) {
        this.host = SimulatedLinuxHost.of(SimulatedMachine.standard());
        this.device = device;
        this.mostVfs = mostVfs;
        host.linux()
                .refuseWrites((path, text) ->
                        path.endsWith("sriov_numvfs")
                                        && !text.equals("0")
                                        && failing.getAndSet(false)
                                ? Optional.of(Errno.ENOSPC)
                                : Optional.empty());
    }

    @Override
    public SimulatedLinuxHost host() {
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

    private VfStatus vf(int index) {
        PfStatus status = host.physicalFunction(device).status();
        return status.vf(index).orElseThrow();
    }

    @Override
    public void assignToGuest(int vf) {
        host.linux().openVfio(vf(vf).address(), "qemu-system-x86 (4242)");
    }

    @Override
    public void useInterface(int vf) {
        String name =
                vf(vf).networkInterface()
                        .orElseGet(() -> Assumptions.abort("VFs of this PF are no interfaces"));
        host.linux().setUp(name, true);
    }

    @Override
    public void release(int vf) {
        host.linux().closeVfio(vf(vf).address());
        vf(vf).networkInterface().ifPresent(name -> host.linux().setUp(name, false));
    }

    @Override
    public void destroyVfsBehindTheSdk() {
        host.linux().write("/sys/bus/pci/devices/" + device + "/sriov_numvfs", "0");
    }

    @Override
    public void failNextConfigure() {
        failing.set(true);
    }

    @Override
    public void close() {
        host.close();
    }
}
