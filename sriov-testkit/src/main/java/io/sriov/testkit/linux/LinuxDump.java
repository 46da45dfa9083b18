package io.sriov.testkit.linux;

import io.sriov.dump.FunctionDump;
import io.sriov.dump.MachineDump;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What the kernel tells of its devices in a dump. For one dump.
final class LinuxDump {
    private final MachineDump.Builder dump = MachineDump.builder().system("Linux 6.12, simulated");
    private final Set<PciDevice> ports = new HashSet<>();

    private LinuxDump() {}

    static MachineDump of(SimulatedLinux kernel) {
        var devices = new LinuxDump();
        for (PciDevice device : List.copyOf(kernel.devices().all().values())) {
            device.sriov().ifPresent(sriov -> devices.pf(device, sriov));
        }
        return devices.dump.build();
    }

    private void pf(PciDevice pf, PciSriov sriov) {
        Optional<PciDevice> above = pf.bus().bridge();
        above.ifPresent(this::port);
        List<String> names = new ArrayList<>();
        pf.netDevice().map(NetDevice::name).ifPresent(names::add);
        pf.controller().ifPresent(names::add);
        FunctionDump.Builder function =
                function(FunctionDump.Kind.PF, pf, above).device(pf.toString()).otherNames(names);
        if (sriov.driverMaxVfs() < sriov.totalVfs()) {
            function.driverLimit(sriov.driverMaxVfs());
        }
        memory(FunctionDump.Memory.Use.BAR, pf.bars(), function);
        memory(FunctionDump.Memory.Use.VF_BAR, sriov.vfBars(), function);
        dump.addFunction(function.build());
        sriov.vfs()
                .forEach((index, vf) ->
                        dump.addFunction(
                                function(FunctionDump.Kind.VF, vf, Optional.of(pf))
                                        .vfIndex(index)
                                        .passthrough(isForGuest(vf))
                                        .build()));
    }

    private void port(PciDevice port) {
        Optional<PciDevice> above = port.bus().bridge();
        above.ifPresent(this::port);
        if (ports.add(port)) {
            dump.addFunction(function(FunctionDump.Kind.PORT, port, above).build());
        }
    }

    private static boolean isForGuest(PciDevice vf) {
        return vf.driver()
                .map(PciDriver::name)
                .or(vf::driverOverride)
                .filter(LinuxVfBinding.PASSTHROUGH::equals)
                .isPresent();
    }

    private static void memory(
            FunctionDump.Memory.Use use, Map<Integer, Bar> bars, FunctionDump.Builder function) {
        bars.forEach((index, bar) ->
                function.addMemory(
                        new FunctionDump.Memory(
                                use,
                                index,
                                bar.base().orElse(0),
                                bar.size(),
                                bar.wide(),
                                bar.prefetchable())));
    }

    private static FunctionDump.Builder function(
            FunctionDump.Kind kind, PciDevice device, Optional<PciDevice> above) {
        FunctionDump.Builder function =
                FunctionDump.builder()
                        .address(device.address())
                        .kind(kind)
                        .above(above.map(PciDevice::address))
                        .vendorId(device.vendorId())
                        .deviceId(device.deviceId())
                        .classCode(device.classCode())
                        .driver(device.driver().map(PciDriver::name))
                        .numaNode(
                                device.numaNode() < 0
                                        ? OptionalInt.empty()
                                        : OptionalInt.of(device.numaNode()))
                        .iommuGroup(device.group().map(group -> Integer.toString(group.number())))
                        .config(device.config());
        device.netDevice()
                .ifPresent(net ->
                        function.addInterface(
                                new FunctionDump.Interface(
                                        net.name(), Optional.of(net.address()))));
        return function;
    }
}
