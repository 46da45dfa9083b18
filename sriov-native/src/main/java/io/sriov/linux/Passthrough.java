package io.sriov.linux;

import io.sriov.driver.DriverCode;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.Optional;

/// What it takes to give VFs to guests: the driver `vfio-pci`.
final class Passthrough {
    /// The driver that VFs for guests are bound to.
    static final String DRIVER = "vfio-pci";

    private static final String REMEDY = "load it: modprobe " + DRIVER;

    private Passthrough() {}

    private static boolean isMissing(LinuxKernel kernel) {
        return !kernel.sysfs().exists(kernel.sysfs().path("bus/pci/drivers").resolve(DRIVER));
    }

    /// {@return why the VFs of a configuration that are for guests cannot be theirs}
    static Optional<Diagnostic> check(LinuxKernel kernel, IovConfig config) {
        return first(kernel, config)
                .flatMap(index -> config.vf(index).setting("passthrough"))
                .map(setting ->
                        Diagnostic.error(
                                        DriverCode.NOT_SUPPORTED,
                                        "VFs are to be passed through, and the driver "
                                                + DRIVER
                                                + " is not loaded",
                                        LinuxPf.origin(setting))
                                .withHint(REMEDY));
    }

    /// The first VF that is for a guest where none can be.
    private static Optional<Integer> first(LinuxKernel kernel, IovConfig config) {
        for (int i = 0; i < config.numVfs(); i++) {
            if (config.passthrough(i)) {
                return isMissing(kernel) ? Optional.of(i) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /// @throws HostException with ENOENT when VFs are for guests and cannot be theirs
    static void require(LinuxKernel kernel, LinuxPf pf, IovConfig config) {
        first(kernel, config)
                .ifPresent(index -> {
                    throw new HostException(
                            Operation.CONFIGURE,
                            pf.vf(index),
                            Errno.ENOENT,
                            "it is to be passed through, and the driver "
                                    + DRIVER
                                    + " is not loaded",
                            REMEDY);
                });
    }
}
