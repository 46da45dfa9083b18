package io.sriov.freebsd;

import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.VfStatus;
import io.sriov.schema.config.IovConfig;
import org.jspecify.annotations.Nullable;

/// Why the kernel refused to attach or detach a VF's driver: `devctl2_ioctl` in
/// `sys/kern/subr_bus.c`.
final class VfDiagnosis {
    private VfDiagnosis() {}

    static HostException attaching(String device, VfStatus vf, KernelErrorException e) {
        return switch (e.errno()) {
            case EBUSY ->
                    failed(
                            Operation.ATTACH_VF,
                            device,
                            vf,
                            e,
                            vf.driver().orElse("a driver") + " is attached",
                            "detach it first");
            case ENXIO ->
                    failed(
                            Operation.ATTACH_VF,
                            device,
                            vf,
                            e,
                            "no driver takes it",
                            vf.passthrough()
                                    ? "load vmm(4)"
                                    : "load the driver of the device's VFs");
            default -> other(Operation.ATTACH_VF, device, vf, e);
        };
    }

    static HostException detaching(String device, VfStatus vf, KernelErrorException e) {
        return switch (e.errno()) {
            case ENXIO ->
                    failed(
                            Operation.DETACH_VF,
                            device,
                            vf,
                            e,
                            "no driver is attached",
                            "there is nothing to do");
            case EBUSY ->
                    failed(
                            Operation.DETACH_VF,
                            device,
                            vf,
                            e,
                            vf.driver().orElse("its driver") + " does not let go",
                            vf.passthrough()
                                    ? "stop the bhyve(8) guest that has it"
                                    : "stop whoever uses it");
            default -> other(Operation.DETACH_VF, device, vf, e);
        };
    }

    private static HostException other(
            Operation operation, String device, VfStatus vf, KernelErrorException e) {
        return switch (e.errno()) {
            case EPERM, EACCES ->
                    failed(operation, device, vf, e, "the caller may not do that", "run as root");
            case ENOENT ->
                    failed(
                            operation,
                            device,
                            vf,
                            e,
                            "the kernel has no function at " + vf.location(),
                            "look again: the VFs have changed");
            default ->
                    failed(
                            operation,
                            device,
                            vf,
                            e,
                            "the driver refuses" + e.remark(),
                            "see dmesg for what it says");
        };
    }

    private static HostException failed(
            Operation operation,
            String device,
            VfStatus vf,
            KernelErrorException e,
            String detail,
            @Nullable String remedy) {
        return new HostException(
                operation, device + " " + IovConfig.vfName(vf.index()), e.errno(), detail, remedy);
    }
}
