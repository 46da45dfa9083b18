package io.sriov.linux.driver;

import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.linux.nvme.FlexibleResource;
import io.sriov.linux.nvme.NvmeController;
import io.sriov.linux.nvme.NvmeStatus;
import io.sriov.linux.nvme.NvmeStatusException;
import io.sriov.linux.nvme.PrimaryCapabilities;
import io.sriov.linux.sys.LinuxErrorException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says why a secondary controller cannot be had as it is wanted, and what to do.
final class NvmeRefusal {

    private NvmeRefusal() {}

    /// {@return that the kernel has not passed a command on}
    static PfDriverException kernel(LinuxErrorException error) {
        String what = error.object() + ": " + error.text();
        return new PfDriverException(
                error.errno(),
                switch (error.errno()) {
                    case EACCES, EPERM ->
                            what + ": admin commands need root (the capability CAP_SYS_ADMIN)";
                    case ENOENT ->
                            what
                                    + ": udev has not made the controller's node; make it with"
                                    + " mknod from the numbers in /sys/class/nvme/*/dev";
                    case EAGAIN ->
                            what
                                    + ": the PF's controller is being reset, or is dead; see"
                                    + " /sys/class/nvme/*/state, and try again when it is live";
                    default ->
                            what
                                    + ": the PF's controller did not answer; see what the driver nvme"
                                    + " says on the console (dmesg)";
                });
    }

    /// {@return that the controller does not tell what it has}
    static PfDriverException asking(NvmeStatusException error) {
        if (error.notSupported()) {
            return notSupported(error);
        }
        return new PfDriverException(
                Errno.EIO,
                "the PF's controller does not tell its secondary controllers: "
                        + error.getMessage());
    }

    /// {@return that the controller has refused a step to what is wanted}
    ///
    /// @param controller the primary controller, which is asked for numbers to tell
    static PfDriverException settling(
            NvmeStatusException error, VfAllotment wanted, NvmeController controller, NvmePf pf) {
        Optional<NvmeStatus> status = error.status();
        if (status.isEmpty()) {
            return new PfDriverException(
                    Errno.EIO, "the PF's controller refuses: " + error.getMessage());
        }
        return switch (status.get()) {
            case INVALID_OPCODE, INVALID_FIELD -> notSupported(error);
            case INVALID_CONTROLLER_IDENTIFIER ->
                    new PfDriverException(
                            Errno.ENXIO,
                            error.getMessage()
                                    + ": the VF's controller is no secondary controller of the PF's"
                                    + " any more; has somebody changed the NVM subsystem?");
            case INVALID_SECONDARY_STATE ->
                    new PfDriverException(
                            Errno.EBUSY,
                            error.getMessage()
                                    + ": "
                                    + (wanted.online().orElse(false)
                                            ? "the VF cannot go online; it needs at least 2"
                                                    + " vq-resources and 1 vi-resources, and the PF's"
                                                    + " controller must be enabled"
                                            : "the VF is online; has somebody else put it there?"));
            case INVALID_NUMBER_OF_RESOURCES ->
                    new PfDriverException(
                            Errno.ENOSPC, error.getMessage() + ": " + shortage(wanted, controller));
            case INVALID_RESOURCE_IDENTIFIER ->
                    new PfDriverException(
                            Errno.EOPNOTSUPP,
                            error.getMessage()
                                    + ": the PF's controller has no flexible resources of this"
                                    + " type; leave vq-resources or vi-resources out, see nvme"
                                    + " primary-ctrl-caps "
                                    + nodeName(pf));
        };
    }

    private static String nodeName(NvmePf pf) {
        try {
            return pf.node().toString();
        } catch (PfDriverException _) {
            return "for the PF";
        }
    }

    private static PfDriverException notSupported(NvmeStatusException error) {
        return new PfDriverException(
                Errno.EOPNOTSUPP,
                error.getMessage()
                        + ": the PF's controller has no virtualization management; leave"
                        + " vq-resources, vi-resources and online out");
    }

    private static String shortage(VfAllotment wanted, NvmeController controller) {
        try {
            PrimaryCapabilities primary = controller.primary();
            var secondaries = controller.secondaries();
            return Arrays.stream(FlexibleResource.values())
                            .filter(type -> wanted.resources(type).isPresent())
                            .map(type ->
                                    "%d %s are wanted, a VF can have %d, and %d are free"
                                            .formatted(
                                                    wanted.resources(type).get(),
                                                    type.text(),
                                                    primary.pool(type).mostOfSecondary(),
                                                    primary.pool(type).forSecondaries()
                                                            - secondaries.stream()
                                                                    .mapToLong(
                                                                            s -> s.assigned(type))
                                                                    .sum()))
                            .collect(Collectors.joining("; "))
                    + "; give VFs fewer, or take some from other controllers";
        } catch (LinuxErrorException | NvmeStatusException _) {
            return "the PF's controller has not as many flexible resources left; give VFs fewer";
        }
    }
}
