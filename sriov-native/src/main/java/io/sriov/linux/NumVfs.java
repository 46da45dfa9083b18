package io.sriov.linux;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.linux.sys.Sysfs;
import java.nio.file.Path;

/// How many VFs a PF has: the attribute `sriov_numvfs`, the only way to create and to destroy them
/// (`sriov_numvfs_store` in `drivers/pci/pci-sysfs.c` and `iov.c`).
final class NumVfs {
    private static final String VF_LINK = "virtfn";

    private final LinuxPf pf;
    private final Sysfs sysfs;
    private final LinuxKernel kernel;

    NumVfs(LinuxPf pf, LinuxKernel kernel) {
        this.pf = pf;
        this.sysfs = kernel.sysfs();
        this.kernel = kernel;
    }

    private Path file() {
        return pf.directory().resolve("sriov_numvfs");
    }

    /// Writes it, and reads it back. A driver that has something else to do is asked again.
    ///
    /// @param operation what it is for
    /// @param count how many VFs are wanted
    /// @return how many there are now
    /// @throws LinuxErrorException when the kernel refuses
    /// @throws HostException with ETIMEDOUT when the kernel does not come back, and no VF has come
    ///   or gone for as long as the deadline says
    int write(Operation operation, int count) throws LinuxErrorException {
        return kernel.work()
                .run(
                        operation,
                        pf.address(),
                        "see dmesg for what it waits for: a guest that holds a VF, the driver, or"
                                + " another PF whose VFs are being created or destroyed",
                        this::links,
                        steps -> {
                            kernel.retry()
                                    .run(
                                            LinuxErrorException.class,
                                            e -> isPassing(e, count),
                                            () -> steps.write(file(), Integer.toString(count)));
                            steps.begin("reading " + file());
                            return sysfs.number(file()).map(Math::toIntExact).orElse(0);
                        });
    }

    /// Drivers say EAGAIN in the middle of a reset, and some EBUSY, which the kernel itself says
    /// where there are VFs.
    private boolean isPassing(LinuxErrorException e, int count) {
        return e.errno() == Errno.EAGAIN || (e.errno() == Errno.EBUSY && count > 0 && links() == 0);
    }

    /// Waits until as many VFs exist as devices, or no other comes within the deadline. Up to now,
    /// every kernel has made their links by the time that it comes back from creating them.
    ///
    /// @param count how many
    void await(int count) {
        kernel.events().await(this::links, count);
    }

    /// {@return how many VFs exist as devices}
    int links() {
        int links = 0;
        for (String name : sysfs.names(pf.directory())) {
            if (name.startsWith(VF_LINK)) {
                links++;
            }
        }
        return links;
    }
}
