package io.sriov.testkit.linux;

import io.sriov.host.Errno;
import io.sriov.pci.ConfigHeader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Binding drivers to functions: `drivers/base/bus.c`, `drivers/base/dd.c`,
/// `drivers/pci/pci-driver.c`, `drivers/vfio/pci/vfio_pci_core.c`.
final class DriverCore {
    private final SimulatedLinux kernel;
    private final Map<String, PciDriver> drivers = new LinkedHashMap<>();

    DriverCore(SimulatedLinux kernel, List<PciDriver> loaded) {
        this.kernel = kernel;
        loaded.forEach(driver -> drivers.put(driver.name(), driver));
    }

    /// The drivers by their names, in the order in which they were loaded.
    Map<String, PciDriver> all() {
        return drivers;
    }

    /// `device_attach`: lets drivers at a function, one after the other, until one takes it. That
    /// none does, or one fails, is no error.
    void attach(PciDevice device) {
        for (PciDriver driver : drivers.values()) {
            if (device.driver().isPresent()) {
                return;
            }
            if (matches(driver, device)) {
                try {
                    probe(driver, device);
                } catch (SyscallException e) {
                    if (e.errno() != Errno.ENODEV) {
                        kernel.log()
                                .print(
                                        device,
                                        "probe with driver "
                                                + driver.name()
                                                + " failed with error "
                                                + e.errno());
                    }
                }
            }
        }
    }

    /// `bind_store`: a driver that does not take the function says ENODEV, one that fails its
    /// error.
    void bind(PciDriver driver, PciDevice device) {
        if (!matches(driver, device)) {
            throw new SyscallException(
                    Errno.ENODEV, driver.name() + " does not take " + device.address());
        }
        probe(driver, device);
    }

    /// `pci_match_device`. VFIO's table is for functions that are meant for it by name
    /// (`PCI_DRIVER_OVERRIDE_DEVICE_VFIO`).
    private static boolean matches(PciDriver driver, PciDevice device) {
        return device.driverOverride()
                .map(driver.name()::equals)
                .orElseGet(() ->
                        driver.takes(device.vendorId(), device.deviceId(), device.classCode()));
    }

    /// `pci_device_can_probe`.
    private static boolean canProbe(PciDevice device) {
        return device.driverOverride().isPresent()
                || device.vfOf()
                        .flatMap(vf -> vf.physfn().sriov())
                        .map(PciSriov::driversAutoprobe)
                        .orElse(true);
    }

    /// `really_probe`.
    private void probe(PciDriver driver, PciDevice device) {
        if (device.driver().isPresent()) {
            throw new SyscallException(
                    Errno.EBUSY, device.driver().get().name() + " is bound already");
        }
        if (!driver.has(DriverTrait.MANAGES_DMA)
                && device.group().filter(group -> !group.holders().isEmpty()).isPresent()) {
            throw new SyscallException(Errno.EBUSY, "a process has its IOMMU group");
        }
        if (!canProbe(device)) {
            throw new SyscallException(
                    Errno.ENODEV, "its PF keeps drivers from VFs: sriov_drivers_autoprobe is 0");
        }
        kernel.bus().clock().advance(driver.probeTime());
        if (driver.probeError().isPresent()) {
            throw new SyscallException(
                    driver.probeError().get(), driver.name() + " fails to start it");
        }
        if (device.vfOf().isPresent()
                && driver.has(DriverTrait.NETWORK_INTERFACE)
                && driver.has(DriverTrait.CREATES_VFS)
                && !driver.has(DriverTrait.TAKES_VFS_TOO)) {
            throw new SyscallException(Errno.EINVAL, driver.name() + " is for PFs, and it is a VF");
        }
        if (driver.has(DriverTrait.VFIO)) {
            requireForVfio(device);
        }
        if (!driver.has(DriverTrait.LEAVES_DISABLED)) {
            int memory = device.vfOf().isPresent() ? 0 : ConfigHeader.COMMAND_MEMORY_SPACE;
            setCommand(device, ConfigHeader.COMMAND_BUS_MASTER | memory);
        }
        device.driver(Optional.of(driver));
        device.sriov().ifPresent(sriov -> sriov.driverMaxVfs(most(driver, device, sriov)));
        if (driver.has(DriverTrait.NETWORK_INTERFACE)) {
            kernel.netDevices().register(device);
        }
        if (driver.has(DriverTrait.NVME_CONTROLLER)) {
            device.controller(Optional.of(kernel.controllers().take()));
        }
        kernel.uevents().send("bind", device);
    }

    /// What a driver tells `pci_sriov_set_totalvfs`.
    private static int most(PciDriver driver, PciDevice device, PciSriov sriov) {
        int quirk =
                driver.has(DriverTrait.CREATES_VFS)
                        ? device.quirks().driverLimit().orElse(sriov.totalVfs())
                        : sriov.totalVfs();
        return Math.min(Math.min(driver.mostVfs().orElse(quirk), quirk), sriov.totalVfs());
    }

    /// `vfio_pci_core_register_device`.
    private void requireForVfio(PciDevice device) {
        int numVfs = device.sriov().map(PciSriov::numVfs).orElse(0);
        if (numVfs > 0) {
            kernel.log().print(device, "Cannot bind to PF with SR-IOV enabled");
            throw new SyscallException(Errno.EBUSY, "it is a PF with " + numVfs + " VFs");
        }
        if (device.group().isEmpty()) {
            throw new SyscallException(Errno.EINVAL, "it has no IOMMU group");
        }
    }

    private static void setCommand(PciDevice device, int bits) {
        int command = device.config().read16(ConfigHeader.COMMAND);
        if ((command & bits) != bits) {
            device.config().write16(ConfigHeader.COMMAND, command | bits);
        }
    }

    /// `device_release_driver`: takes a function from its driver; does nothing where it has none. A
    /// function that a process has through VFIO is waited for.
    void release(PciDevice device) {
        PciDriver driver = device.driver().orElse(null);
        if (driver == null) {
            return;
        }
        if (holder(device).isPresent()) {
            kernel.log()
                    .print(
                            device,
                            "No device request channel registered, blocked until released by user");
            kernel.awaitUntil(() -> holder(device).isEmpty());
        }
        kernel.netDevices().unregister(device);
        device.controller().ifPresent(kernel.controllers()::release);
        device.controller(Optional.empty());
        device.sriov().ifPresent(sriov -> releasePf(driver, device, sriov));
        int command = device.config().read16(ConfigHeader.COMMAND);
        if ((command & ConfigHeader.COMMAND_BUS_MASTER) != 0) {
            device.config()
                    .write16(ConfigHeader.COMMAND, command & ~ConfigHeader.COMMAND_BUS_MASTER);
        }
        device.driver(Optional.empty());
        kernel.uevents().send("unbind", device);
    }

    private static Optional<String> holder(PciDevice device) {
        return device.group().map(group -> group.holders().get(device));
    }

    /// The driver's `remove`, and `pci_iov_remove`.
    private void releasePf(PciDriver driver, PciDevice device, PciSriov sriov) {
        if (driver.has(DriverTrait.CREATES_VFS) && !driver.has(DriverTrait.LEAVES_VFS_BEHIND)) {
            kernel.sriov().disable(device, sriov);
        }
        sriov.driverMaxVfs(sriov.totalVfs());
        if (sriov.numVfs() > 0) {
            kernel.log().print(device, "driver left SR-IOV enabled after remove");
        }
    }

    /// The driver's `sriov_configure`.
    ///
    /// @return how many VFs there are now
    int configure(PciDriver driver, PciDevice device, PciSriov sriov, int count) {
        Optional<NetDevice> net = device.netDevice();
        if (count == 0) {
            kernel.sriov().disable(device, sriov);
            net.ifPresent(at -> at.vfs().clear());
            return 0;
        }
        if (driver.createError().isPresent()) {
            throw new SyscallException(
                    driver.createError().get(), driver.name() + " creates no VFs");
        }
        boolean needsUp =
                driver.has(DriverTrait.OVERLOOKS_VFS_WHILE_DOWN)
                        || device.quirks().needsInterfaceUp();
        if (needsUp && net.filter(NetDevice::up).isEmpty()) {
            return 0;
        }
        requireVectors(device, count);
        int most =
                Math.min(
                        driver.enablesAtMost().orElse(count),
                        device.quirks().createsAtMost().orElse(count));
        int enabled = Math.min(count, most);
        kernel.bus().clock().advance(device.quirks().startPerVf().multipliedBy(enabled));
        net.ifPresent(at -> at.beginVfs(enabled));
        try {
            kernel.sriov().enable(device, sriov, enabled);
        } catch (SyscallException e) {
            net.ifPresent(at -> at.vfs().clear());
            throw e;
        }
        return enabled;
    }

    /// A device may have fewer interrupt vectors than all its VFs would take.
    private void requireVectors(PciDevice device, int count) {
        int each =
                kernel.system()
                        .definition(device.address().routingId())
                        .map(pf -> pf.hardware().vfMsixVectors())
                        .orElse(0);
        OptionalInt pool = device.quirks().msixPool();
        if (pool.isPresent() && (long) each * count > pool.getAsInt()) {
            throw new SyscallException(
                    Errno.ENOSPC,
                    "%d VFs take %d MSI-X vectors each, and the device has %d for them"
                            .formatted(count, each, pool.getAsInt()));
        }
    }
}
