package io.sriov.linux.driver;

import io.sriov.linux.netlink.LinkAddress;
import io.sriov.linux.netlink.NetlinkException;
import io.sriov.linux.netlink.Rtnetlink;
import io.sriov.linux.netlink.VfLink;
import io.sriov.linux.netlink.VfList;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import io.sriov.schema.config.IovConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The addresses of a host's devices, but for those of one PF's VFs: of interfaces that belong to a
/// device, and of other PFs' VFs. Interfaces without a device, bridges and VLANs for instance,
/// share the address of what they are made of.
///
/// It sees the interfaces of one network namespace. Immutable and thread-safe.
///
/// @param sysfs the attributes of devices
/// @param netlink the links of this thread's network namespace
record TakenAddresses(Sysfs sysfs, Rtnetlink netlink) {

    /// {@return who has which address, for people}
    ///
    /// @param pf the PF whose VFs are left out
    Map<MacAddress, String> besides(PciAddress pf) {
        Map<MacAddress, String> taken = new HashMap<>();
        Path directory = sysfs.path("class/net");
        for (String name : sysfs.names(directory)) {
            Path device = directory.resolve(name).resolve("device");
            Optional<String> ofVf = sysfs.linkedName(device.resolve("physfn"));
            if (!sysfs.exists(device) || ofVf.equals(Optional.of(pf.toString()))) {
                continue;
            }
            sysfs.text(directory.resolve(name).resolve("address"))
                    .flatMap(MacAddress::parse)
                    .ifPresent(address -> taken.putIfAbsent(address, name));
            boolean isThePf = sysfs.linkedName(device).equals(Optional.of(pf.toString()));
            if (!isThePf && sysfs.number(device.resolve("sriov_numvfs")).orElse(0L) > 0) {
                sysfs.number(directory.resolve(name).resolve("ifindex"))
                        .ifPresent(index -> addVfs(taken, name, index.intValue()));
            }
        }
        return taken;
    }

    private void addVfs(Map<MacAddress, String> taken, String name, int index) {
        try {
            if (netlink.vfs(index) instanceof VfList.Complete(List<VfLink> vfs)) {
                for (VfLink vf : vfs) {
                    vf.mac()
                            .value()
                            .flatMap(LinkAddress::mac)
                            .filter(address -> !VfRules.isZero(address))
                            .ifPresent(address ->
                                    taken.putIfAbsent(
                                            address, IovConfig.vfName(vf.index()) + " of " + name));
                }
            }
        } catch (NetlinkException _) {
            // It has gone, or its driver does not tell: nothing is known of its VFs.
        }
    }
}
