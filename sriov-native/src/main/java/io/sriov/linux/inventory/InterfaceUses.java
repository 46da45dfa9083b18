package io.sriov.linux.inventory;

import io.sriov.host.VfUse;
import io.sriov.linux.sys.Sysfs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Who would miss the network interface of a VF.
final class InterfaceUses {
    /// `IFF_UP`: the interface is up, `include/uapi/linux/if.h`.
    private static final int IFF_UP = 0x1;

    /// The links from an interface to those made of it: `upper_vlan7`, and to its bridge or bond.
    private static final String UPPER = "upper_";

    private final Sysfs sysfs;
    private final Supplier<Map<String, List<String>>> addresses;

    /// @param sysfs the attributes of devices
    /// @param addresses the IP addresses by interface, asked for when first needed
    InterfaceUses(Sysfs sysfs, Supplier<Map<String, List<String>>> addresses) {
        this.sysfs = sysfs;
        this.addresses = addresses;
    }

    /// {@return the uses; none for a VF that is not a network interface's}
    ///
    /// @param vf the VF
    /// @param visibleOtherwise whether something else is known to be made of it, which explains
    ///   that it has no interface
    List<VfUse> of(SysfsVf vf, boolean visibleOtherwise) {
        var uses = new ArrayList<VfUse>();
        Consumer<String> add = holder -> uses.add(new VfUse(holder, false));
        List<String> names = vf.interfaces().all();
        for (String name : names) {
            uses(vf, name, add);
        }
        if (names.isEmpty() && !visibleOtherwise) {
            elsewhere(vf, add);
        }
        return uses;
    }

    private void elsewhere(SysfsVf vf, Consumer<String> add) {
        boolean network = vf.function().baseClass() == PciFunction.NETWORK;
        if (vf.interfaces().elsewhere()) {
            add.accept("its network interface is in another network namespace");
        } else if (network && !vf.passthrough() && !isStub(vf)) {
            vf.function()
                    .driver()
                    .ifPresent(driver ->
                            add.accept(
                                    "driver "
                                            + driver
                                            + " is bound, and its network interface is not to be"
                                            + " seen here: it may be in another network namespace"));
        }
    }

    /// Whether a VF's driver makes no network interface of any device: `drivers/pci/pci-stub.c`,
    /// `drivers/xen/xen-pciback`, and those through which DPDK programs drive devices themselves.
    private static boolean isStub(SysfsVf vf) {
        return vf.function()
                .driver()
                .filter(driver ->
                        List.of("pci-stub", "pciback", "uio_pci_generic", "igb_uio")
                                .contains(driver))
                .isPresent();
    }

    private void uses(SysfsVf vf, String name, Consumer<String> add) {
        Attributes one =
                Attributes.of(
                        sysfs,
                        PciDevices.directory(sysfs, vf.function().address())
                                .resolve("net")
                                .resolve(name));
        String master = one.linkedName("master").orElse("");
        if (!master.isEmpty()) {
            add.accept("interface " + name + " belongs to " + kind(one) + master);
        }
        one.entries().stream()
                .filter(entry -> entry.startsWith(UPPER))
                .map(entry -> entry.substring(UPPER.length()))
                .filter(upper -> !upper.equals(master))
                .sorted(NameOrder.BY_NUMBERS)
                .forEach(upper -> add.accept("interface " + upper + " is made of " + name));
        for (String address : addresses.get().getOrDefault(name, List.of())) {
            add.accept("interface " + name + " has the address " + address);
        }
        OptionalInt flags = one.number("flags", Integer.MAX_VALUE);
        if (flags.isPresent() && (flags.getAsInt() & IFF_UP) != 0) {
            add.accept("interface " + name + " is up");
        }
    }

    /// What the interface above is, by the directory it has for it (`net/bridge/br_sysfs_br.c`,
    /// `drivers/net/bonding/bond_sysfs.c`).
    private String kind(Attributes one) {
        if (sysfs.exists(one.path("master").resolve("bridge"))) {
            return "bridge ";
        }
        return sysfs.exists(one.path("master").resolve("bonding")) ? "bond " : "";
    }
}
