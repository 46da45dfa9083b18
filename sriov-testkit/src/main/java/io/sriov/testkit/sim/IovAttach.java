package io.sriov.testkit.sim;

import io.sriov.host.Errno;
import io.sriov.pci.SriovCapability;
import io.sriov.schema.nvlist.Nvlist;
import java.util.Optional;
import java.util.OptionalInt;

/// A PF's driver registers for SR-IOV: `pci_iov_attach` of FreeBSD's `sys/dev/pci/pci_iov.c`.
final class IovAttach {
    private final SimulatedKernel kernel;
    private final PfDevice pf;

    IovAttach(SimulatedKernel kernel, PfDevice pf) {
        this.kernel = kernel;
        this.pf = pf;
    }

    /// Registers the driver's own schema.
    void run() throws KernelError {
        checkDevice();
        pf.schema(Optional.of(KernelSchema.of(pf.driver().schema(), kernel.types())));
    }

    /// Registers other parameters in place of the driver's own.
    void run(Nvlist pfParameters, Nvlist vfParameters) throws KernelError {
        checkDevice();
        pf.schema(Optional.of(KernelSchema.of(pfParameters, vfParameters, kernel.types())));
    }

    private void checkDevice() throws KernelError {
        OptionalInt capability = pf.capability();
        if (capability.isEmpty()) {
            throw new KernelError(
                    Errno.ENOENT, "it has no SR-IOV capability", "use another device");
        }
        int version = SriovCapability.read(pf.config(), capability.getAsInt()).version();
        if (version != 1) {
            throw new KernelError(
                    Errno.ENXIO,
                    "its SR-IOV capability has version " + version,
                    "use a kernel that knows it");
        }
        if (pf.schema().isPresent()) {
            throw new KernelError(
                    Errno.EBUSY, "its driver has registered already", "detach it first");
        }
    }
}
