package io.sriov.freebsd;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.MemoryRecordStore;
import io.sriov.schema.PfSchema;
import io.sriov.testkit.contract.HostBench;
import io.sriov.testkit.freebsd.FreeBsdRelease;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedMachine;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;

/// A PF of the standard machine through the system calls of a release of FreeBSD.
final class FreeBsdBench implements HostBench {
    private final AtomicBoolean failing = new AtomicBoolean();
    private final SimulatedFreeBsd system;
    private final Host host;
    private final String device;
    private final int mostVfs;

    FreeBsdBench(FreeBsdRelease release, String device, int mostVfs) {
        this.device = device;
        this.mostVfs = mostVfs;
        system = SimulatedFreeBsd.builder(machine()).release(release).boot();
        host =
                FreeBsdHost.builder()
                        .library(system.library())
                        .records(new MemoryRecordStore())
                        .build();
    }

    private SimulatedMachine machine() {
        SimulatedMachine standard = SimulatedMachine.standard();
        return SimulatedMachine.builder()
                .from(standard)
                .pfs(
                        standard.pfs().stream()
                                .map(pf -> pf.device().equals(device) ? failing(pf) : pf)
                                .toList())
                .build();
    }

    private PfDefinition failing(PfDefinition pf) {
        return PfDefinition.builder()
                .from(pf)
                .pfDriver(() -> new FailingPfDriver(pf.pfDriver().get(), failing))
                .build();
    }

    /// A driver that has no resources for VFs when it is told so, once.
    private record FailingPfDriver(PfDriver driver, AtomicBoolean failing) implements PfDriver {
        @Override
        public PfSchema schema() {
            return driver.schema();
        }

        @Override
        public void init(int numVfs, DriverParameters parameters) throws PfDriverException {
            if (failing.getAndSet(false)) {
                throw new PfDriverException(Errno.ENOSPC, "this driver was told to fail");
            }
            driver.init(numVfs, parameters);
        }

        @Override
        public void addVf(int index, DriverParameters parameters) throws PfDriverException {
            driver.addVf(index, parameters);
        }

        @Override
        public void uninit() {
            driver.uninit();
        }
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
    public boolean knowsGuests() {
        return false;
    }

    @Override
    public void assignToGuest(int vf) {
        system.kernel().assignToGuest(device, vf, "vm1");
    }

    @Override
    public void useInterface(int vf) {
        boolean network =
                system.kernel().status(device).vfs().get(vf).networkInterface().isPresent();
        Assumptions.assumeTrue(network, device + " is no network controller");
        system.kernel().useInterface(device, vf, "interface %s is up");
    }

    @Override
    public void release(int vf) {
        system.kernel().releaseVf(device, vf);
    }

    @Override
    public void destroyVfsBehindTheSdk() {
        system.kernel().delete(device);
    }

    @Override
    public void failNextConfigure() {
        failing.set(true);
    }

    @Override
    public void close() {
        host.close();
        int outstanding = system.outstanding();
        system.close();
        if (outstanding != 0) {
            throw new IllegalStateException(outstanding + " descriptors were left open");
        }
    }
}
