package io.sriov.linux;

import io.sriov.host.HandOver;
import io.sriov.linux.inventory.FunctionInterfaces;
import io.sriov.linux.inventory.PciFunction;
import io.sriov.linux.inventory.SysfsPf;
import io.sriov.linux.inventory.SysfsVf;
import io.sriov.linux.netlink.Link;
import io.sriov.linux.netlink.LinkAddress;
import io.sriov.linux.netlink.NetlinkException;
import io.sriov.linux.netlink.Rtnetlink;
import io.sriov.linux.netlink.VfLink;
import io.sriov.linux.netlink.VfList;
import io.sriov.linux.netlink.VfVlan;
import io.sriov.linux.sys.Sysfs;
import io.sriov.schema.MacAddress;
import io.sriov.schema.VlanId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How libvirt is given the VFs of a network card as interfaces, which it sets up through the PF's
/// own when the guest starts: with the MAC address and VLAN that they have there.
///
/// What libvirt is not told, it sets as well. So a VF is left out of which it is not known what it
/// has, or that has what libvirt does not say of a VLAN: a priority, a service tag.
final class LibvirtInterfaces {
    private static final MacAddress NONE = MacAddress.of(new byte[MacAddress.LENGTH]);

    private final Map<Integer, VfLink> vfs = new HashMap<>();

    private LibvirtInterfaces() {}

    static LibvirtInterfaces of(SysfsPf pf, Sysfs sysfs, Rtnetlink netlink) {
        var interfaces = new LibvirtInterfaces();
        if (pf.function().baseClass() == PciFunction.NETWORK
                && pf.vfs().stream().anyMatch(SysfsVf::passthrough)) {
            pf.interfaces()
                    .uplink()
                    .ifPresent(name -> {
                        try {
                            interfaces.read(pf, name, sysfs, netlink);
                        } catch (NetlinkException _) {
                            // It has gone, or is not for the caller: nothing is known.
                            interfaces.vfs.clear();
                        }
                    });
        }
        return interfaces;
    }

    private void read(SysfsPf pf, String name, Sysfs sysfs, Rtnetlink netlink)
            throws NetlinkException {
        Path directory = FunctionInterfaces.directory(sysfs, pf.address(), name);
        Optional<Integer> index = sysfs.number(directory.resolve("ifindex")).map(Math::toIntExact);
        if (index.isEmpty() || index.get() <= 0) {
            return;
        }
        // Sysfs may show the interfaces of another network namespace, where that index is another
        // interface's.
        Link link = netlink.link(index.get());
        Optional<String> address = sysfs.text(directory.resolve("address"));
        if (link.name().equals(name)
                && address.equals(link.address().map(LinkAddress::toString))
                && netlink.vfs(index.get()) instanceof VfList.Complete(List<VfLink> all)) {
            all.forEach(vf -> vfs.put(vf.index(), vf));
        }
    }

    /// {@return how libvirt is given a VF as an interface; empty where it would change the VF}
    Optional<HandOver> of(SysfsVf vf) {
        VfLink link = vfs.get(vf.index());
        if (link == null) {
            return Optional.empty();
        }
        Optional<VfVlan> vlan = link.vlan().value();
        Optional<MacAddress> mac = link.mac().value().flatMap(LinkAddress::mac);
        if (mac.isEmpty()
                || mac.get().isMulticast()
                || vlan.filter(one -> one.qos() != 0 || one.protocol() != VfVlan.DOT1Q)
                        .isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                HandOver.toLibvirtInterface(
                        vf.function().address(),
                        mac.filter(address -> !address.equals(NONE)),
                        vlan.filter(one -> one.id() != 0).map(one -> new VlanId(one.id()))));
    }
}
