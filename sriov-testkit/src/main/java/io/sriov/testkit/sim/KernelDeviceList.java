package io.sriov.testkit.sim;

import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import io.sriov.testkit.sim.bus.SimulatedBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The kernel's list of PCI functions (`pci_devq`), in the order in which they were found: ports
/// and PFs at power-on, then VFs as they are created.
final class KernelDeviceList {
    /// The driver of PCI-to-PCI bridges.
    private static final String PORT_DRIVER = "pcib";

    private static final int BARS = 6;
    private static final long KIND = 0xf;

    private final SimulatedBus bus;
    private final List<KernelPort> ports;

    KernelDeviceList(SimulatedBus bus, List<KernelPort> ports) {
        this.bus = bus;
        this.ports = ports;
    }

    List<ListedFunction> list() {
        var list = new ArrayList<ListedFunction>();
        List<RoutingId> portIds = bus.ports();
        for (int i = 0; i < portIds.size(); i++) {
            list.add(port(portIds.get(i), i + 1));
            ports.get(i).functions().forEach(pf -> list.add(pf(pf)));
        }
        for (KernelPort port : ports) {
            port.functions().forEach(pf -> pf.vfs().forEach(vf -> list.add(vf(pf, vf))));
        }
        return list;
    }

    private ListedFunction port(RoutingId id, int unit) {
        ConfigHeader header = ConfigHeader.read(bus.configSpace(id));
        return new ListedFunction(
                bus.address(id),
                false,
                PORT_DRIVER,
                unit,
                true,
                header.vendorId(),
                header.deviceId(),
                OptionalInt.empty());
    }

    private ListedFunction pf(PfDevice pf) {
        ConfigHeader header = ConfigHeader.read(pf.config());
        return new ListedFunction(
                bus.address(pf.id()),
                pf.port().ariEnabled(),
                pf.definition().driverName(),
                Integer.parseInt(pf.name().substring(pf.definition().driverName().length())),
                true,
                header.vendorId(),
                header.deviceId(),
                pf.definition().numaNode());
    }

    private ListedFunction vf(PfDevice pf, VfDevice vf) {
        Optional<DriverUnit> driver = vf.driver();
        String fixed = vf.passthrough() ? VfDrivers.PPT : "";
        return new ListedFunction(
                bus.address(vf.id()),
                pf.port().ariEnabled(),
                driver.map(DriverUnit::driver).orElse(fixed),
                driver.map(DriverUnit::unit).orElse(0),
                driver.isPresent(),
                ConfigHeader.read(pf.config()).vendorId(),
                pf.read16(SriovCapability.VF_DEVICE_ID),
                pf.definition().numaNode());
    }

    /// The configuration space of a function in the list.
    Optional<ConfigSpace> configSpace(PciAddress address) {
        RoutingId id = address.routingId();
        if (!bus.address(id).equals(address)) {
            return Optional.empty();
        }
        if (bus.ports().contains(id)) {
            return Optional.of(bus.configSpace(id));
        }
        for (KernelPort port : ports) {
            for (PfDevice pf : port.functions()) {
                if (pf.id().equals(id)) {
                    return Optional.of(pf.config());
                }
                if (pf.vfs().stream().anyMatch(vf -> vf.id().equals(id))) {
                    return Optional.of(vfConfigSpace(pf, id));
                }
            }
        }
        return Optional.empty();
    }

    /// The kernel answers a VF's vendor and device ID itself, because the VF's registers do not
    /// hold them.
    private ConfigSpace vfConfigSpace(PfDevice pf, RoutingId id) {
        ConfigSpace registers = bus.configSpace(id);
        long ids =
                (long) pf.read16(SriovCapability.VF_DEVICE_ID) << 16
                        | ConfigHeader.read(pf.config()).vendorId();
        return new ConfigSpace() {
            @Override
            public long read(int offset, int width) {
                long value = registers.read(offset, width);
                return offset < 4 ? ids >> (8 * offset) & ConfigSpace.allOnes(width) : value;
            }

            @Override
            public void write(int offset, int width, long value) {
                registers.write(offset, width, value);
            }
        };
    }

    /// The BAR whose register is at an offset: of a PF its own, of a VF its part of the window that
    /// the PF was given.
    Optional<ListedBar> bar(PciAddress address, int register) {
        int index = (register - ConfigHeader.BAR0) / 4;
        if (register < ConfigHeader.BAR0 || register % 4 != 0 || index >= BARS) {
            return Optional.empty();
        }
        for (KernelPort port : ports) {
            for (PfDevice pf : port.functions()) {
                if (bus.address(pf.id()).equals(address)) {
                    return ownBar(pf, register);
                }
                Optional<VfDevice> vf =
                        pf.vfs().stream()
                                .filter(one -> bus.address(one.id()).equals(address))
                                .findFirst();
                if (vf.isPresent()) {
                    return vfBar(pf, vf.get(), index);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<ListedBar> ownBar(PfDevice pf, int register) {
        for (int at = ConfigHeader.BAR0; at <= register; at += 4) {
            BarRegister bar = BarRegister.read(pf.config(), at);
            if (at == register && bar.size() != 0) {
                long kind = pf.config().read32(at) & KIND;
                return Optional.of(
                        new ListedBar(decodesMemory(pf), bar.base(pf.config()) | kind, bar.size()));
            }
            at += bar.wide() ? 4 : 0;
        }
        return Optional.empty();
    }

    private static Optional<ListedBar> vfBar(PfDevice pf, VfDevice vf, int index) {
        return Optional.ofNullable(pf.windows().get(index))
                .map(window ->
                        new ListedBar(
                                true,
                                window.base() + vf.index() * window.apertureSize(),
                                window.apertureSize()));
    }

    private static boolean decodesMemory(PfDevice pf) {
        return (pf.config().read16(ConfigHeader.COMMAND) & ConfigHeader.COMMAND_MEMORY_SPACE) != 0;
    }
}
