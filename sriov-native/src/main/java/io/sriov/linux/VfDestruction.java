package io.sriov.linux;

import io.sriov.driver.PfDriver;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.VfUse;
import io.sriov.linux.inventory.SysfsPf;
import io.sriov.linux.inventory.SysfsVf;
import io.sriov.linux.inventory.VfUsage;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.pci.PciAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Destroys all VFs of a PF.
///
/// The kernel asks nobody before it does so, and waits without end, with the PF locked, for a
/// process that holds a VF through VFIO: that is found out before, and refused.
final class VfDestruction {
    private static final System.Logger LOG = System.getLogger(VfDestruction.class.getName());

    private final LinuxPf pf;
    private final LinuxKernel kernel;

    VfDestruction(LinuxPf pf, LinuxKernel kernel) {
        this.pf = pf;
        this.kernel = kernel;
    }

    /// @throws HostException when they cannot be destroyed: with ECHILD where there are none, with
    ///   EBUSY where a process holds one
    void run() {
        requireBack();
        SysfsPf before = pf.read(Operation.DELETE);
        if (before.sriov().numVfs().orElse(0) == 0 && before.vfs().isEmpty()) {
            throw refused(Errno.ECHILD, "there are no VFs", null, null);
        }
        requireUnheld(before);
        int left;
        try {
            left = new NumVfs(pf, kernel).write(Operation.DELETE, 0);
        } catch (LinuxErrorException e) {
            throw explain(pf.read(Operation.DELETE), e);
        }
        if (left != 0) {
            throw refused(
                    Errno.EIO,
                    "the kernel reported success, and " + left + " VFs are still enabled",
                    "see dmesg for what the driver says",
                    null);
        }
        try {
            uninit(pf, kernel.driver(before));
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the VFs of " + pf.device() + " are gone, and its driver failed at that",
                    e);
        }
    }

    /// Lets a PF's driver give back what it has taken for VFs, which are gone.
    static void uninit(LinuxPf pf, PfDriver driver) {
        pf.work(
                Operation.DELETE,
                () -> 0,
                steps -> {
                    steps.begin("giving back what VFs of " + pf.device() + " took");
                    driver.uninit();
                });
    }

    /// @throws HostException with EBUSY where a process holds one of the VFs that there are, with
    ///   EPERM where that cannot be told, with ETIMEDOUT where the kernel has not come back from
    ///   one
    void requireUnheld() {
        requireBack();
        requireUnheld(pf.read(Operation.DELETE));
    }

    /// Destroying a VF waits for whoever is in the kernel with it, with the PF locked.
    private void requireBack() {
        Path devices = kernel.sysfs().path("bus/pci/devices");
        kernel.functions()
                .stuck()
                .forEach((address, what) -> {
                    Path parent = devices.resolve(address.toString()).resolve("physfn");
                    if (kernel.sysfs().linkedName(parent).equals(Optional.of(pf.device()))) {
                        throw refused(
                                Errno.ETIMEDOUT,
                                "the kernel has not come back from "
                                        + what
                                        + ", and would not come back from destroying that VF",
                                "see dmesg for what it waits for, then try again",
                                null);
                    }
                });
    }

    private void requireUnheld(SysfsPf before) {
        Map<PciAddress, VfUsage> usage = kernel.users().of(before.vfs());
        for (SysfsVf vf : before.vfs()) {
            VfUsage one = usage.get(vf.function().address());
            if (one == null) {
                continue;
            }
            for (VfUse use : one.uses()) {
                if (use.exclusive()) {
                    throw refused(
                            Errno.EBUSY,
                            "VF-"
                                    + vf.index()
                                    + " at "
                                    + vf.function().address()
                                    + " is held: "
                                    + use.holder(),
                            "stop the guest or program that has it",
                            null);
                }
            }
            if (vf.passthrough() && one.unknown().isPresent()) {
                throw refused(
                        Errno.EPERM,
                        "whether a guest holds VF-" + vf.index() + " cannot be told",
                        one.unknown().get(),
                        null);
            }
        }
    }

    private HostException explain(SysfsPf now, LinuxErrorException e) {
        String driver = now.function().driver().orElse("the PF's driver");
        return switch (e.errno()) {
            case ENOENT ->
                    refused(
                            e.errno(),
                            now.function().driver().isEmpty()
                                    ? "no driver is bound to the PF, and only a driver destroys VFs"
                                    : driver + " does not destroy VFs",
                            "bind the driver that has created them",
                            e);
            case EPERM, EBUSY ->
                    refused(
                            Errno.EBUSY,
                            driver + " says that VFs are assigned to a guest",
                            "stop the guest; dmesg may say which VF it is",
                            e);
            default ->
                    refused(
                            e.errno(),
                            e.text(),
                            WriteAdvice.of(e.errno()).orElse("see dmesg for what the driver says"),
                            e);
        };
    }

    private HostException refused(
            Errno errno, String detail, @Nullable String remedy, @Nullable Throwable cause) {
        return new HostException(Operation.DELETE, pf.device(), errno, detail, remedy, cause);
    }
}
