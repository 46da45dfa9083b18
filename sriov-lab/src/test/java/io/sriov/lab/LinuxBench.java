package io.sriov.lab;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfDrivers;
import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.VfStatus;
import io.sriov.linux.LinuxHost;
import io.sriov.linux.vfio.VfioDevice;
import io.sriov.linux.vfio.VfioPath;
import io.sriov.pci.PciAddress;
import io.sriov.testkit.contract.HostBench;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;

/// A PF of the guest's own kernel.
final class LinuxBench implements HostBench {
    private final AtomicBoolean failing = new AtomicBoolean();
    private final List<AutoCloseable> guest = new ArrayList<>();
    private final PciFunction pf;
    private final int mostVfs;
    private final Host host;

    LinuxBench(PciFunction pf, int mostVfs) {
        this.pf = pf;
        this.mostVfs = mostVfs;
        host =
                LinuxHost.builder()
                        .records(new MemoryRecordStore())
                        .drivers(PfDrivers.of(List.of(new FailingOnce(failing))))
                        .build();
    }

    /// A vendor's driver without parameters that fails when it is told so, once.
    private record FailingOnce(AtomicBoolean failing) implements VendorDriver {
        @Override
        public void init(int numVfs, DriverParameters parameters) throws PfDriverException {
            if (failing.getAndSet(false)) {
                throw new PfDriverException(Errno.ENOSPC, "this driver was told to fail");
            }
        }
    }

    @Override
    public Host host() {
        return host;
    }

    @Override
    public String device() {
        return pf.toString();
    }

    @Override
    public int mostVfs() {
        return mostVfs;
    }

    /// Holds the VF as a virtual machine does: through VFIO, from this process.
    @Override
    public void assignToGuest(int vf) {
        PciAddress address = pf.vfs().get(vf).address();
        guest.add(VfioDevice.open(VfioPath.system(), address, Optional.empty()));
    }

    @Override
    public void useInterface(int vf) {
        Optional<String> name =
                host.physicalFunction(device()).status().vf(vf).flatMap(VfStatus::networkInterface);
        Assumptions.assumeTrue(name.isPresent(), "the VF is no network interface");
        Program.run("ip", "link", "set", "dev", name.get(), "up");
        guest.add(() -> Program.run("ip", "link", "set", "dev", name.get(), "down"));
    }

    @Override
    public void release(int vf) {
        for (AutoCloseable one : guest) {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        guest.clear();
    }

    @Override
    public void destroyVfsBehindTheSdk() {
        pf.attribute("sriov_numvfs").write(0);
    }

    @Override
    public void failNextConfigure() {
        failing.set(true);
    }

    @Override
    public void close() {
        host.close();
        for (AutoCloseable one : guest) {
            if (one instanceof VfioDevice) {
                try {
                    one.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
