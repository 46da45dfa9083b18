package io.sriov.linux.driver;

import io.sriov.driver.PfDriverException;
import io.sriov.ffm.Libc;
import io.sriov.host.Errno;
import io.sriov.linux.nvme.NvmeController;
import io.sriov.linux.nvme.NvmeStatusException;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// A PF that is an NVMe controller: how many VFs it has, and the way to its controller.
///
/// @param sysfs the attributes of the kernel's devices
/// @param libc the C library
/// @param dev where the nodes of the controllers are
/// @param address where the PF sits
record NvmePf(Sysfs sysfs, Libc libc, Path dev, PciAddress address) {
    private static final Pattern CONTROLLER = Pattern.compile("nvme[0-9]+");

    /// Admin commands to the PF's controller.
    interface Task<T> {
        T run(NvmeController controller)
                throws LinuxErrorException, NvmeStatusException, PfDriverException;
    }

    /// {@return whether it certainly has no VFs}
    boolean withoutVfs() {
        return sysfs.number(directory().resolve("sriov_numvfs")).orElse(-1L) == 0;
    }

    private Path directory() {
        return sysfs.path("bus/pci/devices").resolve(address.toString());
    }

    /// Opens the controller for a task.
    ///
    /// @throws LinuxErrorException when it cannot be opened, or the task says so
    /// @throws NvmeStatusException when the task says so
    /// @throws PfDriverException when the PF has no controller now, or the task says so
    <T> T with(Task<T> task) throws LinuxErrorException, NvmeStatusException, PfDriverException {
        try (NvmeController controller = NvmeController.open(libc, node())) {
            return task.run(controller);
        }
    }

    /// {@return the controller's node, `/dev/nvme0`}
    Path node() throws PfDriverException {
        return sysfs.names(directory().resolve("nvme")).stream()
                .filter(name -> CONTROLLER.matcher(name).matches())
                .findFirst()
                .map(dev::resolve)
                .orElseThrow(() ->
                        new PfDriverException(
                                Errno.ENODEV,
                                "the driver nvme shows no controller of the PF "
                                        + address
                                        + ": see what it says on the console (dmesg)"));
    }
}
