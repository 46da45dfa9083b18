package io.sriov.linux;

import io.sriov.driver.DriverCode;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.bind.FunctionDirectory;
import io.sriov.linux.bind.IommuGroup;
import io.sriov.linux.inventory.SysfsVf;
import io.sriov.linux.sys.Sysfs;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What it takes to give VFs to guests: the driver `vfio-pci`, an IOMMU, and that nobody else has a
/// part of the VF's IOMMU group.
final class Passthrough {
    /// The driver that VFs for guests are bound to.
    static final String DRIVER = "vfio-pci";

    private static final Obstacle NOT_LOADED =
            new Obstacle("the driver " + DRIVER + " is not loaded", "load it: modprobe " + DRIVER);

    static final String IOMMU_REMEDY =
            "switch on VT-d or AMD-Vi in the BIOS setup; on Intel, boot with intel_iommu=on";

    private static final Obstacle IOMMU_OFF = new Obstacle("the IOMMU is off", IOMMU_REMEDY);

    private Passthrough() {}

    /// {@return whether the machine has an IOMMU that is on}
    static boolean hasIommu(Sysfs sysfs) {
        return !sysfs.names(sysfs.path("kernel/iommu_groups")).isEmpty();
    }

    /// {@return whether the driver is loaded}
    static boolean isLoaded(Sysfs sysfs) {
        return sysfs.exists(sysfs.path("bus/pci/drivers").resolve(DRIVER));
    }

    /// Without an IOMMU, VFIO takes functions only where it is told to be unsafe (`vfio_noiommu` in
    /// `drivers/vfio/group.c`).
    private static Optional<Obstacle> obstacle(Sysfs sysfs) {
        if (!isLoaded(sysfs)) {
            return Optional.of(NOT_LOADED);
        }
        boolean unsafe =
                sysfs.text(sysfs.path("module/vfio/parameters/enable_unsafe_noiommu_mode"))
                        .equals(Optional.of("Y"));
        return hasIommu(sysfs) || unsafe ? Optional.empty() : Optional.of(IOMMU_OFF);
    }

    /// {@return why the VFs of a configuration that are for guests cannot be theirs}
    static Optional<Diagnostic> check(LinuxKernel kernel, IovConfig config) {
        OptionalInt first = first(config);
        return first.isEmpty()
                ? Optional.empty()
                : obstacle(kernel.sysfs())
                        .map(obstacle ->
                                Diagnostic.error(
                                                DriverCode.NOT_SUPPORTED,
                                                "VFs are to be passed through, and "
                                                        + obstacle.detail(),
                                                config.vf(first.getAsInt())
                                                        .setting("passthrough")
                                                        .map(LinuxPf::origin)
                                                        .orElseThrow())
                                        .withHint(obstacle.remedy()));
    }

    private static OptionalInt first(IovConfig config) {
        return IntStream.range(0, config.numVfs()).filter(config::passthrough).findFirst();
    }

    /// @throws HostException with ENOENT or ENODEV when VFs are for guests and cannot be theirs
    static void require(LinuxKernel kernel, LinuxPf pf, IovConfig config) {
        OptionalInt first = first(config);
        if (first.isEmpty()) {
            return;
        }
        obstacle(kernel.sysfs())
                .ifPresent(obstacle -> {
                    throw new HostException(
                            Operation.CONFIGURE,
                            pf.vf(first.getAsInt()),
                            obstacle.equals(NOT_LOADED) ? Errno.ENOENT : Errno.ENODEV,
                            "it is to be passed through, and " + obstacle.detail(),
                            obstacle.remedy());
                });
    }

    /// @throws HostException with EPERM when no guest can have a VF, because another driver has
    ///   something else in its IOMMU group (`iommu_group_claim_dma_owner` in
    ///   `drivers/iommu/iommu.c`)
    static void requireViable(LinuxKernel kernel, LinuxPf pf, SysfsVf vf) {
        var function = new FunctionDirectory(kernel.sysfs(), vf.function().address());
        List<IommuGroup.Member> blocking = IommuGroup.of(function).blocking();
        if (!blocking.isEmpty()) {
            throw new HostException(
                    Operation.CONFIGURE,
                    pf.vf(vf.index()),
                    Errno.EPERM,
                    "no guest can have it: its IOMMU group "
                            + function.iommuGroup().orElse("")
                            + " also has "
                            + blocking.stream()
                                    .map(IommuGroup.Member::toString)
                                    .collect(Collectors.joining(", ")),
                    "use a slot below ports with ACS, see lspci -vv; or give all of the group to"
                            + " one guest");
        }
    }
}
