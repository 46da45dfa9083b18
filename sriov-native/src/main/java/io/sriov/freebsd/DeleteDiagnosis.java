package io.sriov.freebsd;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import io.sriov.schema.config.IovConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Why the kernel refused to destroy VFs: `pci_iov_delete` in `sys/dev/pci/pci_iov.c`. It detaches
/// the VFs one after the other and stops at the first that does not let go; the errno is that
/// driver's.
final class DeleteDiagnosis {
    private static final String PPT = "ppt";

    private DeleteDiagnosis() {}

    static HostException explain(FreeBsdPf pf, KernelErrorException e) {
        return switch (e.errno()) {
            case ECHILD -> failed(pf, e, "it has no VFs", "there is nothing to delete");
            case EPERM, EACCES -> failed(pf, e, "the caller may not do that", "run as root");
            default -> stopped(pf, e);
        };
    }

    private static HostException stopped(FreeBsdPf pf, KernelErrorException e) {
        Evidence evidence = new Evidence(pf);
        if (e.errno() == Errno.ENXIO && evidence.gone()) {
            return failed(pf, e, "its driver has detached meanwhile", "see dmesg for the reason");
        }
        Optional<PfStatus> status = evidence.status();
        List<VfStatus> attached =
                status.map(PfStatus::vfs).orElse(List.of()).stream()
                        .filter(VfStatus::attached)
                        .toList();
        if (attached.isEmpty()) {
            return failed(
                    pf,
                    e,
                    e.errno() == Errno.EBUSY
                            ? "another operation on it is under way in the kernel"
                            : "the kernel does not say why" + e.remark(),
                    "see dmesg for the reason, then try again");
        }
        VfStatus holder = attached.getFirst();
        String driver = holder.driver().orElse("its driver");
        String detail =
                IovConfig.vfName(holder.index())
                        + " at "
                        + holder.location()
                        + " is held by "
                        + driver
                        + ", which does not let go";
        String detached =
                status.get().vfs().stream()
                        .filter(vf -> !vf.attached() && vf.index() < holder.index())
                        .map(vf -> IovConfig.vfName(vf.index()))
                        .collect(Collectors.joining(", "));
        if (!detached.isEmpty()) {
            detail += "; without a driver are now: " + detached;
        }
        return failed(
                pf,
                e,
                detail,
                driver.startsWith(PPT)
                        ? "stop the bhyve(8) guest that has it"
                        : "stop whoever uses " + driver + "; see dmesg for what the driver says");
    }

    private static HostException failed(
            FreeBsdPf pf, KernelErrorException e, String detail, String remedy) {
        return new HostException(Operation.DELETE, pf.device(), e.errno(), detail, remedy);
    }
}
