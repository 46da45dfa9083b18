package io.sriov.linux.driver;

import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfIdentity;
import io.sriov.ffm.Libc;
import io.sriov.linux.inventory.PciFunction;
import io.sriov.linux.netlink.Devlink;
import io.sriov.linux.netlink.Rtnetlink;
import io.sriov.linux.sys.Sysfs;
import java.nio.file.Path;

/// Takes network controllers of any vendor whose driver lets VFs be set through the PF's network
/// interface, as `ip link set dev IFNAME vf N …` does. Thread-safe.
///
/// ```java
/// PfDriver driver = NetdevDriverProvider.system().attach(pf);
/// driver.schema().vf().parameters().forEach(System.out::println);
/// driver.init(1, DriverParameters.ofValues(Map.of()));
/// driver.addVf(0, DriverParameters.ofValues(Map.of("allow-promisc", ParameterValue.Bool.TRUE)));
/// ```
///
/// A schema has what the PF's driver takes (the table is of Linux 6.12); a driver that is not known
/// is offered everything. Parameters have no defaults: one that is not declared is not written. A
/// setting is one message to the kernel, which may block as long as the driver works on it, and
/// needs CAP_NET_ADMIN in the network namespace of the PF's interface. VFs whose driver is bound
/// already may have to be bound again to notice an address.
public final class NetdevDriverProvider implements PfDriverProvider {
    private final Sysfs sysfs;
    private final Rtnetlink netlink;
    private final Devlink devlink;
    private final MachineId machine;

    /// Creates it on a kernel, and on the machine whose ID is in `/etc/machine-id`.
    ///
    /// @param sysfs where PFs have their interfaces
    /// @param netlink the links of the network namespace that PFs' interfaces are in
    NetdevDriverProvider(Sysfs sysfs, Rtnetlink netlink) {
        this(sysfs, netlink, Devlink.system(), MachineId.system());
    }

    NetdevDriverProvider(Sysfs sysfs, Rtnetlink netlink, Devlink devlink, MachineId machine) {
        this.devlink = devlink;
        this.sysfs = sysfs;
        this.netlink = netlink;
        this.machine = machine;
    }

    /// {@return that of this machine}
    public static NetdevDriverProvider system() {
        return of(Path.of("/sys"));
    }

    /// {@return that of the calling thread's network namespace}
    ///
    /// @param sys where the sysfs is mounted in which PFs have their interfaces, usually `/sys`
    public static NetdevDriverProvider of(Path sys) {
        return new NetdevDriverProvider(new Sysfs(Libc.system(), sys), Rtnetlink.system());
    }

    @Override
    public String name() {
        return "netdev";
    }

    /// {@return whether a PF is a network controller that has a driver}
    @Override
    public boolean supports(PfIdentity pf) {
        return pf.classCode() >> 16 == PciFunction.NETWORK && !pf.driver().isEmpty();
    }

    /// {@return a driver for a PF; it looks for the PF's interface when it needs it}
    ///
    /// @param pf the PF
    @Override
    public PfDriver attach(PfIdentity pf) {
        return new NetdevDriver(sysfs, netlink, devlink, machine, pf);
    }
}
