package io.sriov.linux.bind;

import io.sriov.host.Errno;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.sys.LinuxErrorException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why the kernel refused to give a function another driver. It has few errnos for many reasons;
/// what sysfs says tells them apart. Where nothing does, the causes are told in the order of their
/// likelihood.
///
/// The errnos and where they come from: see [Rebinding], and `vfio_pci_core_register_device` in
/// Linux's `drivers/vfio/pci/vfio_pci_core.c`.
final class BindDiagnosis {
    private final Operation operation;
    private final FunctionDirectory function;

    /// A cause, and what to do about it.
    private record Cause(String detail, @Nullable String remedy) {}

    BindDiagnosis(Operation operation, FunctionDirectory function) {
        this.operation = operation;
        this.function = function;
    }

    /// Why a driver that was named is not bound.
    Refusal binding(String driver, LinuxErrorException e) {
        Cause cause =
                switch (e.errno()) {
                    case ENODEV -> notTaken(driver);
                    case EINVAL -> invalid(driver);
                    case EBUSY -> busy(driver);
                    case ENOENT -> absent(driver);
                    case EAGAIN ->
                            new Cause(
                                    driver + " waits for another device before it takes this one",
                                    "try again when that is there; see dmesg for which it is");
                    default ->
                            general(e)
                                    .orElseGet(() ->
                                            new Cause(
                                                    driver + " fails to start it: " + e.text(),
                                                    "see dmesg for what the driver says"));
                };
        return refusal(e.errno(), cause);
    }

    private Cause notTaken(String driver) {
        if (!function.exists()) {
            return gone();
        }
        Optional<String> override = function.override();
        if (!override.equals(Optional.of(driver))) {
            return new Cause(
                    "driver_override reads "
                            + override.map(name -> "'" + name + "'").orElse("as not set")
                            + ", so that somebody else changes it at the same time",
                    "stop whatever else binds drivers, such as driverctl or a udev rule");
        }
        if (function.keptFromDrivers()) {
            return new Cause(
                    "the PF keeps drivers from its VFs, and this kernel does so in spite of"
                            + " driver_override, as Linux before 5.3 does",
                    "write 1 to " + function.autoprobe() + " and try again");
        }
        return new Cause(
                driver + " does not take this function",
                "see dmesg for what the driver says, and make sure that it is for such a device");
    }

    private Cause invalid(String driver) {
        if (PassthroughDrivers.isVfio(driver) && function.iommuGroup().isEmpty()) {
            return new Cause(
                    "the function has no IOMMU group, so that no guest could be kept from the rest"
                            + " of the memory: the IOMMU is off",
                    "enable it in the firmware's setup (VT-d, AMD-Vi) and, on Intel, with"
                            + " intel_iommu=on on the kernel's command line");
        }
        return new Cause(
                driver + " refuses this kind of function", "see dmesg for what the driver says");
    }

    private Cause busy(String driver) {
        Optional<String> bound = function.driver();
        if (bound.isPresent()) {
            return new Cause(
                    bound.get() + " has been bound to it at the same time",
                    "stop whatever else binds drivers, such as driverctl or a udev rule");
        }
        long numVfs = function.numVfs();
        if (PassthroughDrivers.isVfio(driver) && numVfs > 0) {
            return new Cause(
                    "it is a PF with " + (numVfs == 1 ? "1 VF" : numVfs + " VFs"),
                    "delete its VFs first");
        }
        List<String> others = function.othersBoundToVfio();
        if (!PassthroughDrivers.isVfio(driver) && !others.isEmpty()) {
            return new Cause(
                    "a guest may hold its IOMMU group through " + String.join(", ", others),
                    "stop that guest, or bind those to the host as well");
        }
        return new Cause(
                driver + " finds it in use", "see dmesg for what the driver says it is used by");
    }

    private Cause absent(String driver) {
        return function.exists()
                ? new Cause(
                        "there is no driver " + driver + " in the kernel",
                        "load it with 'modprobe " + driver + "'")
                : gone();
    }

    /// Why no driver of the host's is bound, although the kernel was asked to choose one.
    Refusal probing() {
        String kept = "the PF keeps drivers from its VFs";
        String keptRemedy = "write 1 to " + function.autoprobe() + ", or bind a driver by its name";
        if (!function.exists()) {
            return refusal(Errno.ENODEV, gone());
        }
        if (function.keptFromDrivers()) {
            return refusal(Errno.ENODEV, new Cause(kept, keptRemedy));
        }
        return refusal(
                Errno.ENODEV,
                new Cause(
                        "likely causes: the driver for it is not loaded; the driver fails to start"
                                + " it",
                        "load the driver of the device's VFs with modprobe; see dmesg for what the"
                                + " driver says"));
    }

    /// Why a step failed that binds no driver which was named.
    Refusal unbinding(LinuxErrorException e) {
        if (!function.exists()) {
            return refusal(e.errno(), gone());
        }
        Cause cause =
                switch (e.errno()) {
                    case ENODEV, ENOENT ->
                            new Cause(
                                    "its driver changes at the same time",
                                    "stop whatever else binds drivers, such as driverctl or a udev"
                                            + " rule");
                    default ->
                            general(e)
                                    .orElseGet(() ->
                                            new Cause(
                                                    "writing " + e.object() + ": " + e.text(),
                                                    "see dmesg for what the kernel says"));
                };
        return refusal(e.errno(), cause);
    }

    /// The kernel reports success, and yet it is not as it should be.
    Refusal unexpected(Optional<String> wanted) {
        return refusal(
                Errno.EBUSY,
                new Cause(
                        function.driver().orElse("no driver")
                                + " is bound now and not "
                                + wanted.orElse("none")
                                + ", so that somebody else binds drivers at the same time",
                        "stop driverctl, or the udev rule that does so"));
    }

    private static Cause gone() {
        return new Cause("there is no such function", "look again: the VFs have changed");
    }

    private static Optional<Cause> general(LinuxErrorException e) {
        return switch (e.errno()) {
            case EACCES, EPERM ->
                    Optional.of(new Cause("the caller may not write " + e.object(), "run as root"));
            case EROFS ->
                    Optional.of(
                            new Cause(
                                    "sysfs is read-only, as it is in containers",
                                    "mount it writable, or run outside of the container"));
            default -> Optional.empty();
        };
    }

    private Refusal refusal(Errno errno, Cause cause) {
        return new Refusal(operation, function.address(), errno, cause.detail(), cause.remedy());
    }
}
