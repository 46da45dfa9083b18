package io.sriov.linux.bind;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.sys.KernelWork;
import io.sriov.linux.sys.LinuxErrorException;
import java.util.Optional;

/// A function's reset: its attribute `reset` (`reset_store` in Linux's `drivers/pci/pci.c`).
final class FunctionReset {
    private final FunctionDirectory function;

    FunctionReset(FunctionDirectory function) {
        this.function = function;
    }

    void run(KernelWork.Steps steps) {
        Optional<String> driver = function.driver().filter(PassthroughDrivers::isHosts);
        if (driver.isPresent()) {
            throw failed(
                    Errno.EBUSY,
                    driver.get() + " has it, and the kernel may not come back from resetting it",
                    "unbind it first");
        }
        try {
            steps.write(function.file("reset"), "1");
        } catch (LinuxErrorException e) {
            throw explain(e);
        }
    }

    /// As the other, for a function that is kept from every driver until this has succeeded.
    void afterGuest(KernelWork.Steps steps) {
        try {
            run(steps);
        } catch (HostException e) {
            throw new HostException(
                    Operation.RESET_VF,
                    function.address().toString(),
                    e.errno(),
                    e.detail()
                            + "; what its last user left may still be in it, so that it is kept"
                            + " from every driver",
                    "delete the VFs of its PF and create them again, or release it again",
                    e);
        }
    }

    private HostException explain(LinuxErrorException e) {
        String methods = function.sysfs().text(function.file("reset_method")).orElse("");
        return switch (e.errno()) {
            case ENOENT ->
                    failed(
                            e.errno(),
                            "the kernel knows no way of resetting it",
                            "delete the VFs of its PF and create them again");
            case ENOTTY ->
                    failed(
                            e.errno(),
                            "none of its ways of being reset works"
                                    + (methods.isEmpty() ? "" : ", which are: " + methods),
                            "delete the VFs of its PF and create them again");
            case EACCES, EPERM ->
                    failed(e.errno(), "the caller may not write " + e.object(), "run as root");
            case EROFS ->
                    failed(
                            e.errno(),
                            "sysfs is read-only, as it is in containers",
                            "mount it writable, or run outside of the container");
            default ->
                    failed(
                            e.errno(),
                            "the reset fails: " + e.text(),
                            "give it to nobody before it has been reset; see dmesg");
        };
    }

    private HostException failed(Errno errno, String detail, String remedy) {
        return new HostException(
                Operation.RESET_VF, function.address().toString(), errno, detail, remedy);
    }
}
