package io.sriov.testkit.linux;

import io.sriov.pci.AriCapability;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.pci.PcieCapability;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The PCI functions that the kernel knows: finding them when it starts, and their coming and going
/// afterwards. `drivers/pci/probe.c`, `drivers/pci/setup-bus.c`, `drivers/pci/remove.c`.
final class PciDevices {
    private static final int BARS = 6;
    private static final int DEVICES = 32;
    private static final int FUNCTIONS = 8;

    private final SimulatedLinux kernel;
    private final NavigableMap<PciAddress, PciDevice> all = new TreeMap<>();
    private final Map<String, PciDevice> byName = new HashMap<>();
    private final PciBus root = new PciBus(Optional.empty(), 0xff);

    PciDevices(SimulatedLinux kernel) {
        this.kernel = kernel;
    }

    /// The functions by address.
    NavigableMap<PciAddress, PciDevice> all() {
        return all;
    }

    /// The function of a name, an address as the kernel writes it.
    Optional<PciDevice> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    PciBus root() {
        return root;
    }

    /// Finds everything that is there at start, gives it memory, and lets drivers at it.
    void start() {
        scan(root, 0);
        List<PciDevice> found = new ArrayList<>();
        collect(root, found);
        assignMemory(found);
        found.forEach(kernel.groups()::add);
        found.forEach(device -> kernel.uevents().send("add", device));
        found.forEach(kernel.drivers()::attach);
    }

    /// Bus by bus, as the list of devices has them.
    private static void collect(PciBus bus, List<PciDevice> found) {
        found.addAll(bus.devices());
        bus.devices().forEach(at -> at.secondary().ifPresent(below -> collect(below, found)));
    }

    private void scan(PciBus bus, int number) {
        boolean oneDevice =
                bus.bridge().flatMap(PciDevice::pcie).filter(PciDevices::isLink).isPresent();
        for (int device = 0; device < (oneDevice ? 1 : DEVICES); device++) {
            for (int function = 0; function < FUNCTIONS; function++) {
                RoutingId id = RoutingId.of(number, device, function);
                ConfigSpace config = kernel.bus().configSpace(id);
                if (config.read32(ConfigHeader.VENDOR_ID) != ConfigSpace.allOnes(4)) {
                    found(bus, id, config);
                }
            }
        }
        for (PciDevice device : bus.devices()) {
            device.secondary().ifPresent(below -> scan(below, secondaryBus(device)));
        }
    }

    /// Whether there can be but one device below a port: `only_one_child`.
    private static boolean isLink(PcieCapability port) {
        return port.portType() == PcieCapability.PortType.ROOT_PORT
                || port.portType() == PcieCapability.PortType.SWITCH_DOWNSTREAM_PORT;
    }

    private static int secondaryBus(PciDevice port) {
        return port.config().read8(ConfigHeader.SECONDARY_BUS);
    }

    /// `pci_setup_device` and `pci_init_capabilities`.
    private void found(PciBus bus, RoutingId id, ConfigSpace config) {
        ConfigHeader header = ConfigHeader.read(config);
        int type = config.read8(ConfigHeader.HEADER_TYPE);
        boolean bridge = (type & ~ConfigHeader.HEADER_TYPE_MULTI_FUNCTION) != 0;
        PciDevice device =
                new PciDevice(
                        kernel.bus().address(id),
                        config,
                        bus,
                        new PciDevice.Identity(
                                header.vendorId(),
                                header.deviceId(),
                                header.classCode(),
                                header.revisionId(),
                                bridge ? 0 : config.read16(ConfigHeader.SUBSYSTEM_VENDOR_ID),
                                bridge ? 0 : config.read16(ConfigHeader.SUBSYSTEM_ID),
                                type),
                        Optional.empty());
        kernel.system()
                .definition(id)
                .ifPresent(definition -> {
                    definition.numaNode().ifPresent(device::numaNode);
                    device.quirks(definition.quirks());
                });
        if (bridge) {
            device.secondary(
                    new PciBus(Optional.of(device), config.read8(ConfigHeader.SUBORDINATE_BUS)));
        } else {
            for (int i = 0; i < BARS; i++) {
                Bar bar = Bar.read(config, ConfigHeader.BAR0 + 4 * i);
                if (bar.size() != 0) {
                    device.bars().put(i, bar);
                    i += bar.wide() ? 1 : 0;
                }
            }
        }
        configureAri(device);
        SriovCapability.find(config)
                .ifPresent(found -> kernel.sriov().init(device, found.offset()));
        kernel.groups().enableAcs(device);
        bus.devices().add(device);
        register(device);
    }

    /// `pci_configure_ari`: has the port forward requests to ARI functions where it and the device
    /// below can.
    private void configureAri(PciDevice device) {
        PciAddress address = device.address();
        Optional<PciDevice> port = device.bus().bridge();
        if (address.device() != 0 || address.function() != 0 || port.isEmpty()) {
            return;
        }
        PcieCapability pcie = port.get().pcie().orElse(null);
        if (pcie == null || !pcie.ariForwardingSupported()) {
            return;
        }
        boolean on = AriCapability.find(device.config()).isPresent();
        int at = pcie.offset() + PcieCapability.DEVICE_CONTROL_2;
        int bit = PcieCapability.DEVICE_CONTROL_2_ARI_FORWARDING;
        int control = port.get().config().read16(at);
        port.get().config().write16(at, on ? control | bit : control & ~bit);
        device.bus().ari(on);
    }

    /// Gives BARs places, those of the functions themselves first, and large ones before small
    /// ones; VF BARs for as many VFs as there can be.
    private static void assignMemory(List<PciDevice> found) {
        for (PciDevice device : found) {
            for (Map.Entry<Integer, Bar> entry : bySize(device.bars())) {
                device.bus()
                        .reserve(entry.getValue(), 1)
                        .ifPresent(base -> {
                            Bar placed = entry.getValue().at(base);
                            placed.write(device.config());
                            device.bars().put(entry.getKey(), placed);
                        });
            }
        }
        for (PciDevice device : found) {
            device.sriov().ifPresent(sriov -> assignVfMemory(device, sriov));
        }
    }

    private static void assignVfMemory(PciDevice device, PciSriov sriov) {
        for (Map.Entry<Integer, Bar> entry : bySize(sriov.vfBars())) {
            device.bus()
                    .reserve(entry.getValue(), sriov.totalVfs())
                    .ifPresent(base -> {
                        Bar placed = entry.getValue().at(base);
                        placed.writeOfVfs(device.config());
                        sriov.vfBars().put(entry.getKey(), placed);
                    });
        }
    }

    private static List<Map.Entry<Integer, Bar>> bySize(Map<Integer, Bar> bars) {
        return bars.entrySet().stream()
                .map(Map.Entry::copyOf)
                .sorted(
                        Comparator.comparing(
                                entry -> entry.getValue().size(), Comparator.reverseOrder()))
                .toList();
    }

    /// `pci_device_add` of a function that comes while the kernel runs, a VF.
    void add(PciDevice device) {
        kernel.groups().enableAcs(device);
        register(device);
        kernel.groups().add(device);
        claimForVfio(device);
        kernel.uevents().send("add", device);
    }

    /// `vfio_pci_bus_notifier`: VFs of a PF that VFIO has are VFIO's.
    private static void claimForVfio(PciDevice device) {
        device.vfOf()
                .map(PciDevice.VfOf::physfn)
                .filter(pf -> pf.boundTo(DriverTrait.VFIO))
                .flatMap(PciDevice::driver)
                .ifPresent(driver -> device.driverOverride(Optional.of(driver.name())));
    }

    private void register(PciDevice device) {
        String name = device.address().toString();
        all.put(device.address(), device);
        byName.put(name, device);
        device.bus().bridge().ifPresent(port -> port.children().put(name, device));
    }

    /// `pci_stop_and_remove_bus_device`: takes a function from its driver, and forgets it.
    void remove(PciDevice device) {
        kernel.withDevice(device, () -> kernel.drivers().release(device));
        String name = device.address().toString();
        all.remove(device.address());
        byName.remove(name);
        device.bus().bridge().ifPresent(port -> port.children().remove(name));
        kernel.uevents().send("remove", device);
        kernel.groups().remove(device);
    }
}
