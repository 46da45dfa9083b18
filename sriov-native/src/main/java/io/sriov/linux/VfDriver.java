package io.sriov.linux;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.VfUse;
import io.sriov.linux.inventory.SysfsVf;
import io.sriov.linux.inventory.VfUsage;
import io.sriov.pci.PciAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The driver of one VF: attached, detached.
final class VfDriver {
    private final LinuxPf pf;
    private final LinuxKernel kernel;
    private final int index;

    VfDriver(LinuxPf pf, LinuxKernel kernel, int index) {
        this.pf = pf;
        this.kernel = kernel;
        this.index = index;
    }

    /// @throws HostException as `PhysicalFunction.attachVf` says
    void attach() {
        SysfsVf vf = vf(Operation.ATTACH_VF);
        if (vf.function().driver().isPresent()) {
            throw refused(
                    Operation.ATTACH_VF,
                    Errno.EBUSY,
                    vf.function().driver().get() + " is attached already",
                    null);
        }
        PciAddress address = vf.function().address();
        if (StatusReader.isForGuest(vf)) {
            reset(vf);
            kernel.functions().bind(address, vf.driverOverride().orElse(Passthrough.DRIVER));
            return;
        }
        try {
            kernel.functions().bindHost(address);
        } catch (HostException e) {
            throw e.errno() == Errno.ENODEV
                    ? new HostException(
                            Operation.ATTACH_VF,
                            pf.vf(index),
                            Errno.ENXIO,
                            "no driver of the host takes it",
                            "load its driver, see lspci -k; and see that sriov_drivers_autoprobe of "
                                    + pf.device()
                                    + " is 1",
                            e)
                    : e;
        }
    }

    /// @throws HostException as `PhysicalFunction.detachVf` says
    void detach() {
        SysfsVf vf = vf(Operation.DETACH_VF);
        if (vf.function().driver().isEmpty()) {
            throw refused(Operation.DETACH_VF, Errno.ENXIO, "no driver is attached", null);
        }
        PciAddress address = vf.function().address();
        VfUsage usage = kernel.users().of(List.of(vf)).get(address);
        if (usage != null) {
            for (VfUse use : usage.uses()) {
                if (use.exclusive()) {
                    throw refused(
                            Operation.DETACH_VF,
                            Errno.EBUSY,
                            "it is held: " + use.holder(),
                            "stop the guest or program that has it");
                }
            }
            if (vf.passthrough() && usage.unknown().isPresent()) {
                throw refused(
                        Operation.DETACH_VF,
                        Errno.EPERM,
                        "whether a guest holds it cannot be told",
                        usage.unknown().get());
            }
        }
        kernel.functions().unbind(address);
        if (vf.passthrough()) {
            reset(vf);
        }
    }

    /// Nothing of one user is to be left to the next. A VF that has just been created needs no
    /// reset: it begins as after one (PCI Express 6.0 §9.3.3.3.1).
    private void reset(SysfsVf vf) {
        kernel.functions().reset(vf.function().address());
    }

    private SysfsVf vf(Operation operation) {
        return pf.readVf(operation, index)
                .orElseThrow(() -> {
                    pf.read(operation);
                    return refused(
                            operation,
                            Errno.ENOENT,
                            "there is no such VF",
                            "see iovctl -L -d " + pf.device() + " for those there are");
                });
    }

    private HostException refused(
            Operation operation, Errno errno, String detail, @Nullable String remedy) {
        return new HostException(operation, pf.vf(index), errno, detail, remedy);
    }
}
