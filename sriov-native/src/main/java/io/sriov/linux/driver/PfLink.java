package io.sriov.linux.driver;

import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfIdentity;
import io.sriov.host.Errno;
import io.sriov.linux.inventory.FunctionInterfaces;
import io.sriov.linux.netlink.Link;
import io.sriov.linux.netlink.NetlinkException;
import io.sriov.linux.netlink.Rtnetlink;
import io.sriov.linux.sys.Sysfs;
import java.nio.file.Path;
import java.util.Optional;

/// The network interface of a PF through which its VFs are set: its own, and of its first port
/// where it has several. Immutable and thread-safe.
///
/// @param index the interface's index, positive
/// @param name the interface's name when it was found
/// @param up whether the interface was up then
record PfLink(int index, String name, boolean up) {
    /// How often to look again when the interface is renamed meanwhile.
    private static final int ATTEMPTS = 3;

    /// Finds the interface.
    ///
    /// `/sys` shows interfaces of the network namespace that it was mounted in, and netlink those
    /// of the thread's: an index from one may be another interface in the other. So the names and
    /// addresses that both have are compared.
    ///
    /// @param sysfs the attributes of devices
    /// @param netlink the links of this thread's network namespace
    /// @param pf the PF
    /// @throws PfDriverException with ENODEV where the PF has no interface that can be reached from
    ///   here
    static PfLink find(Sysfs sysfs, Rtnetlink netlink, PfIdentity pf) throws PfDriverException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FunctionInterfaces interfaces = FunctionInterfaces.ofPf(sysfs, pf.address());
            if (interfaces.uplink().isEmpty()) {
                throw interfaces.elsewhere() ? elsewhere(pf) : none(pf);
            }
            String name = interfaces.uplink().get();
            Path directory = FunctionInterfaces.directory(sysfs, pf.address(), name);
            Optional<Long> index = sysfs.number(directory.resolve("ifindex"));
            if (index.isPresent()) {
                Link link = ask(netlink, pf, index.get().intValue());
                if (link.name().equals(name) && sameAddress(sysfs, directory, link)) {
                    return new PfLink(link.index(), name, link.isUp());
                }
            }
        }
        throw elsewhere(pf);
    }

    private static Link ask(Rtnetlink netlink, PfIdentity pf, int index) throws PfDriverException {
        try {
            return netlink.link(index);
        } catch (NetlinkException e) {
            if (e.errno() == Errno.ENODEV) {
                throw elsewhere(pf);
            }
            throw new PfDriverException(
                    e.errno(),
                    "the network interface of "
                            + pf.address()
                            + " cannot be asked for: "
                            + e.getMessage());
        }
    }

    private static boolean sameAddress(Sysfs sysfs, Path directory, Link link) {
        Optional<String> address = sysfs.text(directory.resolve("address"));
        return address.isEmpty()
                || link.address().isEmpty()
                || address.get().equals(link.address().get().toString());
    }

    private static PfDriverException elsewhere(PfIdentity pf) {
        return new PfDriverException(Errno.ENODEV, elsewhereText(pf));
    }

    /// {@return what to say of an interface that cannot be reached from here}
    static String elsewhereText(PfIdentity pf) {
        return "the network interface of "
                + pf.address()
                + " is in another network namespace; run there (ip netns exec, nsenter --net), or"
                + " bring the interface back";
    }

    private static PfDriverException none(PfIdentity pf) {
        return new PfDriverException(
                Errno.ENODEV,
                "driver "
                        + pf.driver()
                        + " has made no network interface for "
                        + pf.address()
                        + (DriverTable.isInfiniBand(pf)
                                ? "; VFs are set through the one of IP over InfiniBand: modprobe"
                                        + " ib_ipoib"
                                : "; see what it says on the console (dmesg)"));
    }
}
