package io.sriov.testkit.sim;

import io.sriov.host.Errno;
import io.sriov.pci.SriovCapability;

/// One IOV_DELETE: `pci_iov_delete` and `pci_iov_delete_iov_children` of FreeBSD's
/// `sys/dev/pci/pci_iov.c`.
///
/// All VFs are detached before any is destroyed. Where one does not let go, those detached before
/// it stay detached, and SR-IOV stays enabled.
final class IovDelete {
    private static final int ENABLE =
            SriovCapability.CONTROL_VF_ENABLE | SriovCapability.CONTROL_VF_MSE;

    private final SimulatedKernel kernel;
    private final PfDevice pf;

    IovDelete(SimulatedKernel kernel, PfDevice pf) {
        this.kernel = kernel;
        this.pf = pf;
    }

    /// What the ioctl does.
    void run() throws KernelError {
        requireNotBusy();
        if (pf.numVfs() == 0) {
            throw new KernelError(Errno.ECHILD, "it has no VFs", "there is nothing to delete");
        }
        deleteChildren();
    }

    /// What detaching the PF's driver does: the same, even where there are no VFs.
    void runForDetach() throws KernelError {
        requireNotBusy();
        deleteChildren();
    }

    private void requireNotBusy() throws KernelError {
        if (pf.busy()) {
            throw new KernelError(Errno.EBUSY, "another operation is under way", "wait for it");
        }
    }

    private void deleteChildren() throws KernelError {
        pf.busy(true);
        try {
            for (VfDevice vf : pf.vfs()) {
                if (vf.driver().isPresent()) {
                    detach(vf);
                }
            }
            pf.vfs().clear();
            kernel.functionsChanged();
            pf.driver().uninit();
            int control = pf.read16(SriovCapability.CONTROL);
            pf.write16(SriovCapability.CONTROL, control & ~ENABLE);
            pf.write16(SriovCapability.NUM_VFS, 0);
            pf.numVfs(0);
            pf.packedConfig(new byte[0]);
            pf.releaseWindows();
        } finally {
            pf.busy(false);
        }
    }

    private void detach(VfDevice vf) throws KernelError {
        try {
            kernel.drivers().detach(pf, vf);
        } catch (KernelError e) {
            String unit = vf.driver().map(DriverUnit::toString).orElse("pci");
            kernel.console()
                    .print(pf.name(), "Could not disable SR-IOV: failed to detach VF " + unit);
            throw e;
        }
    }
}
