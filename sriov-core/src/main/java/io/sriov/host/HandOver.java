package io.sriov.host;

import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import io.sriov.schema.VlanId;
import java.util.Optional;
import java.util.UUID;

/// How a VF is given to somebody, in the words of the program that takes it.
///
/// @param taker the program
/// @param text what that program is told
public record HandOver(Taker taker, String text) {
    /// A program that takes VFs.
    public enum Taker {
        /// bhyve(8), FreeBSD's hypervisor: the text stands behind the slot in option `-s`, as in
        /// `-s 7,passthru,3/0/128`.
        BHYVE,
        /// jail(8): the text is a parameter in jail.conf(5), `vnet.interface = "ixv0";`.
        JAIL,
        /// A network namespace of Linux, see ip-link(8): the text stands before the namespace's
        /// name, `ip link set dev ens1f0v0 netns`.
        NETNS,
        /// QEMU: the text is the value of option `-device`, `vfio-pci,host=0000:03:10.0`.
        QEMU,
        /// libvirt: the text is an element for `devices` of a domain's XML.
        LIBVIRT
    }

    /// The largest domain that QEMU's property `host` takes; beyond it, QEMU wants the function's
    /// directory (`set_pci_host_devaddr` in QEMU's `hw/core/qdev-properties-system.c`).
    private static final long LAST_DOMAIN_OF_QEMU = 0xffff;

    /// {@return how bhyve(8) is given a function; empty outside domain 0, which is all that bhyve
    /// knows}
    ///
    /// @param vf where the function sits
    /// @param ari whether ARI is enabled on the path to it, see [PciAddress#toSelector(boolean)]
    public static Optional<HandOver> toBhyve(PciAddress vf, boolean ari) {
        if (vf.domain() != 0) {
            return Optional.empty();
        }
        String selector = vf.toSelector(ari).substring("pci0:".length());
        return Optional.of(new HandOver(Taker.BHYVE, "passthru," + selector.replace(':', '/')));
    }

    /// {@return how a jail with a network stack of its own is given an interface}
    ///
    /// @param networkInterface the interface's name
    public static HandOver toJail(String networkInterface) {
        return new HandOver(Taker.JAIL, "vnet.interface = \"" + networkInterface + "\";");
    }

    /// {@return how a network namespace is given an interface}
    ///
    /// @param networkInterface the interface's name
    public static HandOver toNetns(String networkInterface) {
        return new HandOver(Taker.NETNS, "ip link set dev " + networkInterface + " netns");
    }

    /// {@return how QEMU is given a function that a VFIO driver is bound to}
    ///
    /// @param vf where the function sits; in a domain above `ffff` its directory below `/sys` is
    ///   named, since QEMU knows no such address
    public static HandOver toQemu(PciAddress vf) {
        return new HandOver(Taker.QEMU, qemu(vf));
    }

    /// {@return how QEMU, from 8.1 on, is given a VF whose PF a VFIO driver is bound to as well}
    ///
    /// @param vf where the VF sits
    /// @param vfToken the token that whoever holds the PF has set; a VF of any other PF must be
    ///   opened without
    public static HandOver toQemu(PciAddress vf, UUID vfToken) {
        return new HandOver(Taker.QEMU, qemu(vf) + ",vf-token=" + vfToken);
    }

    private static String qemu(PciAddress vf) {
        return "vfio-pci,"
                + (vf.domain() > LAST_DOMAIN_OF_QEMU ? "sysfsdev=/sys/bus/pci/devices/" : "host=")
                + vf;
    }

    /// {@return how libvirt is given a function of any kind that a VFIO driver is bound to: the
    /// element `hostdev`}
    ///
    /// Libvirt is told that the function is not its own to bind (`managed='no'`).
    ///
    /// @param vf where the function sits; old versions of libvirt refuse a domain above `ffff`
    public static HandOver toLibvirtHostdev(PciAddress vf) {
        return new HandOver(
                Taker.LIBVIRT,
                "<hostdev mode='subsystem' type='pci' managed='no'><source><address"
                        + attributes(vf)
                        + "/></source></hostdev>");
    }

    /// {@return how libvirt is given a network VF that a VFIO driver is bound to: the element
    /// `interface`}
    ///
    /// When the guest starts, libvirt sets the MAC address and the VLAN through the PF. What is
    /// left out here, it sets as well: a MAC address of its own making, and no VLAN.
    ///
    /// @param vf where the VF sits; old versions of libvirt refuse a domain above `ffff`
    /// @param mac the VF's MAC address
    /// @param vlan the VF's VLAN; [VlanId#TRUNK] says the same as none, that frames are tagged by
    ///   the guest alone
    /// @throws IllegalArgumentException if the MAC address is a multicast address, which libvirt
    ///   refuses
    public static HandOver toLibvirtInterface(
            PciAddress vf, Optional<MacAddress> mac, Optional<VlanId> vlan) {
        if (mac.isPresent() && mac.get().isMulticast()) {
            throw new IllegalArgumentException(
                    mac.get() + " is a multicast address, and cannot be a VF's own");
        }
        return new HandOver(
                Taker.LIBVIRT,
                "<interface type='hostdev' managed='no'>"
                        + mac.map(address -> "<mac address='" + address + "'/>").orElse("")
                        + "<source><address type='pci'"
                        + attributes(vf)
                        + "/></source>"
                        + vlan.filter(id -> !id.isTrunk())
                                .map(id -> "<vlan><tag id='" + id + "'/></vlan>")
                                .orElse("")
                        + "</interface>");
    }

    private static String attributes(PciAddress function) {
        return String.format(
                " domain='0x%04x' bus='0x%02x' slot='0x%02x' function='0x%x'",
                function.domain(), function.bus(), function.device(), function.function());
    }
}
