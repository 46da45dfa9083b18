package io.sriov.testkit.sim;

import io.sriov.dump.FunctionDump;
import io.sriov.dump.MachineDump;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import io.sriov.pci.VfBar;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.SimulatedBus;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What a kernel tells of its devices in a dump. For one dump.
final class KernelDump {
    private final SimulatedBus bus;
    private final MachineDump.Builder dump = MachineDump.builder().system("simulated FreeBSD");
    private final Set<RoutingId> ports = new HashSet<>();

    private KernelDump(SimulatedBus bus) {
        this.bus = bus;
    }

    static MachineDump of(SimulatedBus bus, Iterable<PfDevice> pfs) {
        var kernel = new KernelDump(bus);
        pfs.forEach(kernel::pf);
        return kernel.dump.build();
    }

    private void pf(PfDevice pf) {
        Optional<PciAddress> above = Optional.empty();
        for (RoutingId port : bus.path(pf.id())) {
            if (ports.add(port)) {
                dump.addFunction(
                        function(FunctionDump.Kind.PORT, port, above).driver("pcib").build());
            }
            above = Optional.of(bus.address(port));
        }
        FunctionDump.Builder function =
                function(FunctionDump.Kind.PF, pf.id(), above)
                        .device(pf.name())
                        .otherNames(pf.definition().otherNames())
                        .driver(pf.definition().driverName())
                        .driverLimit(pf.definition().quirks().driverLimit())
                        .numaNode(pf.definition().numaNode());
        if (pf.isNetwork()) {
            function.addInterface(new FunctionDump.Interface(pf.name(), Optional.empty()));
        }
        for (BarModel bar : pf.definition().hardware().bars()) {
            int at = ConfigHeader.BAR0 + 4 * bar.index();
            memory(FunctionDump.Memory.Use.BAR, pf.config(), at, bar, bar.size())
                    .ifPresent(function::addMemory);
        }
        if (pf.capability().isPresent()) {
            vfBars(pf, pf.capability().getAsInt(), function);
        }
        dump.addFunction(function.build());
        pf.vfs().forEach(vf -> dump.addFunction(vf(pf, vf)));
    }

    private static void vfBars(PfDevice pf, int capability, FunctionDump.Builder function) {
        long page =
                SriovCapability.read(pf.config(), capability).systemPageSize()
                        << SriovCapability.BASE_PAGE_SHIFT;
        for (BarModel bar : pf.definition().hardware().vfBars()) {
            int at = capability + SriovCapability.vfBar(bar.index());
            long size = Math.max(bar.size(), page);
            memory(FunctionDump.Memory.Use.VF_BAR, pf.config(), at, bar, size)
                    .ifPresent(function::addMemory);
        }
    }

    /// Empty where the function does not answer: all ones are no address.
    private static Optional<FunctionDump.Memory> memory(
            FunctionDump.Memory.Use kind, ConfigSpace config, int at, BarModel bar, long size) {
        long low = config.read32(at);
        if (low == ConfigSpace.allOnes(4)) {
            return Optional.empty();
        }
        long high = bar.is64Bit() ? config.read32(at + 4) << 32 : 0;
        long base = high | (low & ~VfBar.FLAGS);
        return Optional.of(
                new FunctionDump.Memory(
                        kind, bar.index(), base, size, bar.is64Bit(), bar.prefetchable()));
    }

    private FunctionDump vf(PfDevice pf, VfDevice vf) {
        Optional<String> driver = vf.driver().map(DriverUnit::toString);
        FunctionDump.Builder function =
                function(FunctionDump.Kind.VF, vf.id(), Optional.of(bus.address(pf.id())))
                        .vendorId(ConfigHeader.read(pf.config()).vendorId())
                        .deviceId(pf.read16(SriovCapability.VF_DEVICE_ID))
                        .vfIndex(vf.index())
                        .driver(driver)
                        .passthrough(vf.passthrough());
        if (pf.isNetwork() && !vf.passthrough() && driver.isPresent()) {
            function.addInterface(
                    new FunctionDump.Interface(
                            driver.get(),
                            pf.driver() instanceof SimulatedPfDriver simulated
                                    ? simulated.addressInEffect(vf.index())
                                    : Optional.empty()));
        }
        return function.build();
    }

    private FunctionDump.Builder function(
            FunctionDump.Kind kind, RoutingId id, Optional<PciAddress> above) {
        ConfigSpace config = bus.configSpace(id);
        ConfigHeader header = ConfigHeader.read(config);
        return FunctionDump.builder()
                .address(bus.address(id))
                .kind(kind)
                .above(above)
                .vendorId(header.vendorId())
                .deviceId(header.deviceId())
                .classCode((int) (config.read32(ConfigHeader.REVISION_ID) >>> 8))
                .config(config);
    }
}
