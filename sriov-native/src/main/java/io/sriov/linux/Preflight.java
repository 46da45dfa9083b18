package io.sriov.linux;

import io.sriov.driver.PfDriver;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.inventory.SysfsPf;
import io.sriov.linux.sys.Capability;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.linux.sys.Privileged;
import io.sriov.linux.sys.Sysfs;
import io.sriov.schema.config.IovConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What would keep a configuration's VFs from being created, as far as it can be told before
/// anything is touched. Kernel lockdown is not among it: it forbids writing registers, which
/// creating VFs does not do from user space.
final class Preflight {
    private final LinuxPf pf;
    private final LinuxKernel kernel;
    private final IovConfig config;

    Preflight(LinuxPf pf, LinuxKernel kernel, IovConfig config) {
        this.pf = pf;
        this.kernel = kernel;
        this.config = config;
    }

    /// @param now the PF as it reads now
    /// @param driver its driver
    /// @throws HostException with the errno that the kernel would give, or gives to who asks
    void require(SysfsPf now, PfDriver driver) {
        requireDriver(now);
        requireWritable();
        Passthrough.require(kernel, pf, config);
        requireCapability(now, driver);
        requireRoom(now);
    }

    private void requireDriver(SysfsPf now) {
        if (now.function().driver().isEmpty()) {
            throw refused(Errno.ENOENT, CreateDiagnosis.NO_DRIVER);
        }
    }

    private void requireWritable() {
        Sysfs sysfs = kernel.sysfs();
        requireWritable(pf.directory().resolve("sriov_numvfs"));
        Path autoprobe = pf.directory().resolve("sriov_drivers_autoprobe");
        if (sysfs.exists(autoprobe)) {
            requireWritable(autoprobe);
        }
        requireWritable(sysfs.path("bus/pci/drivers_probe"));
    }

    private void requireWritable(Path file) {
        try {
            kernel.sysfs().requireWritable(file);
        } catch (LinuxErrorException e) {
            throw new HostException(
                    Operation.CONFIGURE,
                    pf.device(),
                    e.errno(),
                    file + " cannot be written: " + e.text(),
                    WriteAdvice.of(e.errno()).orElse("see dmesg"),
                    e);
        }
    }

    private void requireCapability(SysfsPf now, PfDriver driver) {
        Optional<Capability> needed =
                driver instanceof Privileged privileged
                        ? privileged.needs(config)
                        : Optional.empty();
        if (needed.filter(kernel.privileges().get()::lacks).isPresent()) {
            throw refused(
                    Errno.EPERM,
                    new Obstacle(
                            "giving VFs of "
                                    + now.function().driver().orElse("this driver")
                                    + " their parameters takes "
                                    + needed.get()
                                    + ", which this process does not have",
                            "run as root, or with " + needed.get()));
        }
    }

    private void requireRoom(SysfsPf now) {
        List<Obstacle> obstacles = new VfRoom(pf, now).obstacles(config.numVfs());
        if (!obstacles.isEmpty()) {
            throw refused(Errno.ENOMEM, obstacles.getFirst());
        }
    }

    private HostException refused(Errno errno, Obstacle obstacle) {
        return new HostException(
                Operation.CONFIGURE, pf.device(), errno, obstacle.detail(), obstacle.remedy());
    }
}
