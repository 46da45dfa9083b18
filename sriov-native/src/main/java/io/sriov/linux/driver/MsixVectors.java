package io.sriov.linux.driver;

import io.sriov.driver.DriverCode;
import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfIdentity;
import io.sriov.host.Errno;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.linux.sys.Sysfs;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// The MSI-X vectors that a PF's driver shares out among its VFs: `sriov_vf_total_msix` of the PF,
/// 0 or absent where it shares out none, and `sriov_vf_msix_count` of a VF (`drivers/pci/iov.c`,
/// since Linux 5.13; `mlx5_core`, and since 6.7 `ice`).
///
/// The latter can only be written, and only while no driver is bound to the VF. Thread-safe.
///
/// @param sysfs the attributes of devices
/// @param pf the PF
record MsixVectors(Sysfs sysfs, PfIdentity pf) {
    private static final String DEVICES = "bus/pci/devices";

    /// {@return how many there are for all VFs together; 0 where none can be shared out}
    long pool() {
        return sysfs.number(directory().resolve("sriov_vf_total_msix")).orElse(0L);
    }

    private Path directory() {
        return sysfs.path(DEVICES).resolve(pf.address().toString());
    }

    /// {@return an error where VFs are to have more together than there are; told of the VF that
    /// makes it too many}
    ///
    /// @param config the configuration
    /// @param check finds where that is declared
    Optional<Diagnostic> check(IovConfig config, NetdevCheck check) {
        var declared = new long[config.numVfs()];
        for (int i = 0; i < declared.length; i++) {
            declared[i] =
                    new VfDeclaration(DriverParameters.of(config.vf(i)))
                            .number(VfParameter.MSIX_VECTORS)
                            .orElse(0L);
        }
        long wanted = Arrays.stream(declared).sum();
        long pool = wanted == 0 ? 0 : pool();
        if (wanted <= pool) {
            return Optional.empty();
        }
        int last = -1;
        for (long sum = 0; sum <= pool; sum += declared[last]) {
            last++;
        }
        return Optional.of(
                Diagnostic.error(
                                DriverCode.DEVICE_LIMIT,
                                "%d MSI-X vectors are declared for VFs, and %s has %d for all of them"
                                        .formatted(wanted, pf.address(), pool),
                                check.origin(last, VfParameter.MSIX_VECTORS))
                        .withHint(
                                "declare at most "
                                        + pool
                                        + " together; VFs without "
                                        + VfParameter.MSIX_VECTORS.parameterName()
                                        + " need some, too"));
    }

    /// Gives a VF vectors.
    ///
    /// @param index the VF's number
    /// @param count how many; 0 for as many as the driver thinks right
    /// @throws PfDriverException when the kernel or the driver refuses
    void set(int index, long count) throws PfDriverException {
        String vf =
                sysfs.linkedName(directory().resolve("virtfn" + index))
                        .orElseThrow(() ->
                                new PfDriverException(
                                        Errno.ENODEV,
                                        IovConfig.vfName(index)
                                                + " is not there; see dmesg for why"));
        Path file = sysfs.path(DEVICES).resolve(vf).resolve("sriov_vf_msix_count");
        try {
            sysfs.write(file, Long.toString(count));
        } catch (LinuxErrorException e) {
            throw new PfDriverException(
                    e.errno(),
                    "%s %d cannot be set (%s): %s"
                            .formatted(
                                    VfParameter.MSIX_VECTORS.parameterName(),
                                    count,
                                    e.text(),
                                    cause(e.errno())));
        }
    }

    private String cause(Errno errno) {
        return switch (errno) {
            case EBUSY -> "a driver is bound to the VF; unbind it first";
            case EOPNOTSUPP, ENOENT ->
                    "driver "
                            + pf.driver()
                            + " does not share vectors out with this device and firmware; leave "
                            + VfParameter.MSIX_VECTORS.parameterName()
                            + " out";
            case ENOSPC, ENOMEM -> "too few are left for this VF; give it or others fewer";
            case EACCES, EPERM, EROFS -> "writing sysfs takes root";
            default ->
                    "driver "
                            + pf.driver()
                            + " gives one VF no so few or so many; it says more on the console"
                            + " (dmesg)";
        };
    }
}
