package io.sriov.testkit.linux;

import io.sriov.driver.PfDriver;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;

/// Destroys all VFs of a PF. The kernel would wait without end for a process that holds one: that
/// is found out before, and refused.
final class LinuxVfDestruction {
    private final SimulatedLinuxPf pf;

    LinuxVfDestruction(SimulatedLinuxPf pf) {
        this.pf = pf;
    }

    /// @throws HostException as `PhysicalFunction.delete` says
    void run() {
        if (pf.files().number("sriov_numvfs").orElse(0) == 0) {
            throw refused(Errno.ECHILD, "there are no VFs", "there is nothing to do");
        }
        requireUnheld();
        PfDriver driver = pf.driver();
        try {
            pf.files().write("sriov_numvfs", "0");
        } catch (SyscallException e) {
            throw refused(e.errno(), e.reason(), "see dmesg");
        }
        driver.uninit();
    }

    /// @throws HostException with EBUSY where a process holds a VF
    void requireUnheld() {
        for (VfStatus vf : pf.status().vfs()) {
            for (VfUse use : vf.uses()) {
                if (use.exclusive()) {
                    throw refused(
                            Errno.EBUSY,
                            "VF-"
                                    + vf.index()
                                    + " at "
                                    + vf.address()
                                    + " is held: "
                                    + use.holder(),
                            "stop the guest or program that has it");
                }
            }
        }
    }

    private HostException refused(Errno errno, String detail, String remedy) {
        return new HostException(Operation.DELETE, pf.device(), errno, detail, remedy);
    }
}
