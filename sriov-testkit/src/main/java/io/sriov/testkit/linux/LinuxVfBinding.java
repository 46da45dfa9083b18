package io.sriov.testkit.linux;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.VfUse;
import org.jspecify.annotations.Nullable;

/// The driver of one VF: attached, detached.
final class LinuxVfBinding {
    /// The driver that VFs for guests are bound to.
    static final String PASSTHROUGH = "vfio-pci";

    private final SimulatedLinuxPf pf;
    private final int index;
    private final FunctionFiles vf;

    LinuxVfBinding(SimulatedLinuxPf pf, int index) {
        this.pf = pf;
        this.index = index;
        this.vf = pf.vfFiles(index);
    }

    /// Whether a VF is bound to VFIO, or will be as soon as it is bound.
    static boolean isForGuest(FunctionFiles vf) {
        return vf.driver().or(vf::driverOverride).filter(PASSTHROUGH::equals).isPresent();
    }

    /// @throws HostException as `PhysicalFunction.attachVf` says
    void attach() {
        requireThere(Operation.ATTACH_VF);
        vf.driver()
                .ifPresent(driver -> {
                    throw refused(
                            Operation.ATTACH_VF,
                            Errno.EBUSY,
                            driver + " is attached already",
                            null);
                });
        try {
            if (isForGuest(vf)) {
                vf.write("reset", "1");
                vf.bind(PASSTHROUGH);
                return;
            }
            bindHost();
        } catch (SyscallException e) {
            throw refused(Operation.ATTACH_VF, e.errno(), e.reason(), "see dmesg");
        }
        if (vf.driver().isEmpty()) {
            throw refused(
                    Operation.ATTACH_VF,
                    Errno.ENXIO,
                    "no driver of the host takes it",
                    "load its driver; and see that sriov_drivers_autoprobe of "
                            + pf.device()
                            + " is 1");
        }
    }

    /// Has the driver bound that is for guests, and no other from then on.
    void bindForGuest() {
        vf.write("driver_override", PASSTHROUGH);
        vf.unbind();
        vf.bind(PASSTHROUGH);
    }

    /// Lets the kernel choose a driver.
    void bindHost() {
        if (vf.driverOverride().isPresent()) {
            vf.write("driver_override", "\n");
        }
        vf.probe();
    }

    /// @throws HostException as `PhysicalFunction.detachVf` says
    void detach() {
        requireThere(Operation.DETACH_VF);
        if (vf.driver().isEmpty()) {
            throw refused(Operation.DETACH_VF, Errno.ENXIO, "no driver is attached", null);
        }
        for (VfUse use : LinuxStatus.uses(vf)) {
            if (use.exclusive()) {
                throw refused(
                        Operation.DETACH_VF,
                        Errno.EBUSY,
                        "it is held: " + use.holder(),
                        "stop the guest or program that has it");
            }
        }
        boolean guest = isForGuest(vf);
        vf.unbind();
        if (guest) {
            vf.write("reset", "1");
        }
    }

    private void requireThere(Operation operation) {
        if (vf.address().isEmpty()) {
            throw refused(
                    operation,
                    Errno.ENOENT,
                    "there is no such VF",
                    "see iovctl -L -d " + pf.device() + " for those there are");
        }
    }

    private HostException refused(
            Operation operation, Errno errno, String detail, @Nullable String remedy) {
        return new HostException(operation, pf.vf(index), errno, detail, remedy);
    }
}
