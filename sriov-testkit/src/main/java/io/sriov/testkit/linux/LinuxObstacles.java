package io.sriov.testkit.linux;

import io.sriov.host.Errno;
import io.sriov.pci.RoutingId;
import io.sriov.schema.config.IovConfig;
import java.util.Optional;
import java.util.stream.IntStream;

/// What keeps a configuration's VFs from being created, as far as files tell before anything is
/// touched.
final class LinuxObstacles {
    /// An address has not been assigned: `IORESOURCE_UNSET` of `include/linux/ioport.h`.
    private static final long UNSET = 0x2000_0000;

    private final SimulatedLinuxPf pf;
    private final IovConfig config;
    private final FunctionFiles files;

    /// An obstacle.
    ///
    /// @param errno what the kernel would say
    /// @param detail what it is
    /// @param remedy what to do about it
    record Obstacle(Errno errno, String detail, String remedy) {}

    LinuxObstacles(SimulatedLinuxPf pf, IovConfig config) {
        this.pf = pf;
        this.config = config;
        this.files = pf.files();
    }

    /// The first one; empty where there is none.
    Optional<Obstacle> first() {
        return driver().or(this::limit).or(this::passthrough).or(this::memory).or(this::buses);
    }

    private Optional<Obstacle> driver() {
        return files.driver().isPresent()
                ? Optional.empty()
                : Optional.of(
                        new Obstacle(
                                Errno.ENOENT,
                                "no driver is bound to the PF, and only a driver creates VFs",
                                "load the PF's driver, or pci-pf-stub for a device that needs none"));
    }

    private Optional<Obstacle> limit() {
        int most = files.number("sriov_totalvfs").orElse(0);
        return config.numVfs() <= most
                ? Optional.empty()
                : Optional.of(
                        new Obstacle(
                                Errno.ERANGE,
                                files.driver().orElse("")
                                        + " takes at most "
                                        + most
                                        + " VFs here; "
                                        + config.numVfs()
                                        + " are asked for",
                                "set num_vfs to at most " + most));
    }

    private Optional<Obstacle> passthrough() {
        boolean wanted = IntStream.range(0, config.numVfs()).anyMatch(config::passthrough);
        if (!wanted) {
            return Optional.empty();
        }
        SimulatedLinux linux = pf.host().linux();
        if (!linux.exists("/sys/bus/pci/drivers/" + LinuxVfBinding.PASSTHROUGH)) {
            return Optional.of(
                    new Obstacle(
                            Errno.ENOENT,
                            "VFs are to be passed through, and the driver vfio-pci is not loaded",
                            "load it: modprobe vfio-pci"));
        }
        return linux.list("/sys/kernel/iommu_groups").isEmpty()
                ? Optional.of(
                        new Obstacle(
                                Errno.ENODEV,
                                "VFs are to be passed through, and the IOMMU is off",
                                "switch on VT-d or AMD-Vi in the BIOS setup"))
                : Optional.empty();
    }

    private Optional<Obstacle> memory() {
        boolean unset =
                files.text("resource")
                        .orElse("")
                        .lines()
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .anyMatch(flags -> (Long.decode(flags) & UNSET) != 0);
        return unset
                ? Optional.of(
                        new Obstacle(
                                Errno.ENOMEM,
                                "its VFs have no place in memory: VF BARs have no address",
                                "in the BIOS setup, switch on SR-IOV and 'Above 4G decoding'"))
                : Optional.empty();
    }

    private Optional<Obstacle> buses() {
        int last = lastBus();
        long distance =
                files.number("sriov_offset").orElse(0)
                        + (long) files.number("sriov_stride").orElse(0) * (config.numVfs() - 1);
        RoutingId own = pf.address().routingId();
        long bus = (own.value() + distance) >> 8;
        return config.numVfs() == 0 || bus <= last
                ? Optional.empty()
                : Optional.of(
                        new Obstacle(
                                Errno.ENOMEM,
                                "the last of %d VFs would be on bus %02x, and the port above has buses up to %02x only"
                                        .formatted(config.numVfs(), bus, last),
                                "ask for fewer VFs, or boot with pci=assign-busses"));
    }

    private int lastBus() {
        return new LinuxStatus(pf)
                .ports()
                .reduce((_, below) -> below)
                .map(port -> new FunctionFiles(pf.host().linux(), port))
                .map(port -> port.number("subordinate_bus_number").orElse(0xff))
                .orElse(0xff);
    }
}
