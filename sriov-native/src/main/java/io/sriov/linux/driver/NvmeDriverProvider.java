package io.sriov.linux.driver;

import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfIdentity;
import io.sriov.ffm.Libc;
import io.sriov.linux.sys.Sysfs;
import java.nio.file.Path;

/// Takes NVMe controllers that the kernel's driver `nvme` has. Each VF is a secondary controller,
/// and its parameters are the queues and interrupt vectors that it gets from the PF's controller,
/// and whether it is online. Thread-safe.
///
/// A PF has no parameters. What its own controller keeps of the flexible resources would be one,
/// but it takes effect with a reset of that controller only, which ends all I/O through it; that is
/// left to nvme-cli.
public final class NvmeDriverProvider implements PfDriverProvider {
    /// Mass storage, non-volatile memory, NVM Express: PCI Code and ID Assignment Specification.
    private static final int CLASS_CODE = 0x010802;

    private final Sysfs sysfs;
    private final Libc libc;
    private final Path dev;

    /// @param sysfs the attributes of the kernel's devices
    /// @param libc the C library, for admin commands
    /// @param dev where the nodes of the controllers are, usually `/dev`
    NvmeDriverProvider(Sysfs sysfs, Libc libc, Path dev) {
        this.sysfs = sysfs;
        this.libc = libc;
        this.dev = dev;
    }

    /// {@return the provider for this machine}
    public static NvmeDriverProvider system() {
        return of(Path.of("/sys"), Path.of("/dev"));
    }

    /// {@return the provider for a machine whose files are elsewhere, as in a container}
    ///
    /// @param sys where sysfs is mounted
    /// @param dev where the nodes of the controllers are
    public static NvmeDriverProvider of(Path sys, Path dev) {
        return new NvmeDriverProvider(new Sysfs(Libc.system(), sys), Libc.system(), dev);
    }

    @Override
    public String name() {
        return "nvme";
    }

    @Override
    public boolean supports(PfIdentity pf) {
        return pf.classCode() == CLASS_CODE && pf.driver().equals("nvme");
    }

    @Override
    public PfDriver attach(PfIdentity pf) {
        return new NvmeDriver(new NvmePf(sysfs, libc, dev, pf.address()));
    }
}
