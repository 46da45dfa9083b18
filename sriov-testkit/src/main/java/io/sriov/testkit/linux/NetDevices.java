package io.sriov.testkit.linux;

import io.sriov.pci.ConfigHeader;
import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// The network interfaces: `net/core/dev.c`, and udev's naming of them.
final class NetDevices {
    private final SimulatedLinux kernel;
    private final Map<String, NetDevice> byName = new TreeMap<>();
    private final UnitNames names = new UnitNames("eth");
    private final SplittableRandom random;

    /// 1 is the loopback interface.
    private int lastIndex = 1;

    NetDevices(SimulatedLinux kernel) {
        this.kernel = kernel;
        this.random = new SplittableRandom(kernel.system().seed());
    }

    /// The interfaces by their names.
    Map<String, NetDevice> all() {
        return byName;
    }

    /// A driver makes an interface of a function.
    void register(PciDevice device) {
        String kernelName = names.take();
        String name = given(device).or(() -> predictable(device)).orElse(kernelName);
        NetDevice made = new NetDevice(kernelName, name, ++lastIndex, device, address(device));
        byName.put(name, made);
        device.netDevice(Optional.of(made));
        send("add", made, kernelName, Map.of());
        if (!name.equals(kernelName)) {
            send(
                    "move",
                    made,
                    name,
                    Map.of("DEVPATH_OLD", device.devpath() + "/net/" + kernelName));
        }
    }

    /// The interface of a function goes with its driver.
    void unregister(PciDevice device) {
        device.netDevice()
                .ifPresent(gone -> {
                    byName.remove(gone.name());
                    names.release(gone.kernelName());
                    device.netDevice(Optional.empty());
                    send("remove", gone, gone.name(), Map.of());
                });
    }

    private void send(String action, NetDevice net, String name, Map<String, String> more) {
        Map<String, String> variables = new LinkedHashMap<>(more);
        variables.put("INTERFACE", name);
        variables.put("IFINDEX", Integer.toString(net.index()));
        kernel.uevents().send(action, net.device().devpath() + "/net/" + name, "net", variables);
    }

    private Optional<String> given(PciDevice device) {
        return Optional.ofNullable(kernel.system().interfaceNames().get(device.address()))
                .filter(name -> !byName.containsKey(name));
    }

    /// The name by place, `enp3s0f1v2`: systemd.net-naming-scheme(7). Where it is too long for an
    /// interface, the kernel's name stays.
    private Optional<String> predictable(PciDevice device) {
        if (!kernel.system().predictableNames()) {
            return Optional.empty();
        }
        String suffix = device.vfOf().map(vf -> "v" + vf.index()).orElse("");
        PciDevice pf = device.vfOf().map(PciDevice.VfOf::physfn).orElse(device);
        PciAddress at = pf.address();
        boolean several =
                (pf.identity().headerType() & ConfigHeader.HEADER_TYPE_MULTI_FUNCTION) != 0;
        String name =
                (at.domain() > 0 ? "enP" + at.domain() + "p" : "enp")
                        + at.bus()
                        + "s"
                        + at.device()
                        + (several ? "f" + at.function() : "")
                        + suffix;
        return Optional.of(name).filter(fit -> fit.length() <= 15 && !byName.containsKey(fit));
    }

    /// A PF has an address from its place; a VF what its PF's driver has for it, or else one that
    /// its own driver makes up, and tells the PF's.
    private MacAddress address(PciDevice device) {
        Optional<MacAddress> known =
                Optional.ofNullable(kernel.system().interfaceMacs().get(device.address()));
        if (device.vfOf().isEmpty()) {
            long domain = device.address().domain() & 0xffff;
            return known.orElseGet(() ->
                    new MacAddress(
                            0x0200_0000_0000L
                                    | (domain << 16)
                                    | device.address().routingId().value()));
        }
        PciDevice.VfOf vf = device.vfOf().get();
        Optional<NetDevice> pf = vf.physfn().netDevice();
        boolean deaf =
                pf.isEmpty()
                        || (!pf.get().up()
                                && pf.get().driver().has(DriverTrait.LOSES_ADDRESSES_WHILE_DOWN));
        Optional<VfState> kept =
                pf.filter(at -> vf.index() < at.vfs().size()).map(at -> at.vfs().get(vf.index()));
        Optional<MacAddress> given =
                kept.map(state -> state.mac).filter(mac -> !mac.equals(VfState.ZERO));
        if (given.isPresent() && !deaf) {
            return given.get();
        }
        MacAddress own =
                known.orElseGet(() ->
                        new MacAddress(
                                (random.nextLong() & 0xfcff_ffff_ffffL) | 0x0200_0000_0000L));
        if (!deaf) {
            kept.ifPresent(state -> state.mac = own);
        }
        return own;
    }
}
