package io.sriov.linux.driver;

import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfIdentity;
import io.sriov.linux.netlink.NetlinkException;
import io.sriov.linux.netlink.Rtnetlink;
import io.sriov.linux.sys.Sysfs;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A PF's network interface while VFs are made: found when it is needed, set up where that is
/// declared, and its link waited for. For one thread.
final class PfInterface {
    /// How long a link may take to come: negotiating the speed takes a few seconds.
    private static final Duration CARRIER_PATIENCE = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger(PfInterface.class.getName());

    private final Sysfs sysfs;
    private final Rtnetlink netlink;
    private final PfIdentity pf;
    private @Nullable PfLink link;
    private boolean broughtUp;
    private boolean hadCarrier;

    PfInterface(Sysfs sysfs, Rtnetlink netlink, PfIdentity pf) {
        this.sysfs = sysfs;
        this.netlink = netlink;
        this.pf = pf;
    }

    /// {@return the interface as it was when it was found, or last changed from here}
    ///
    /// @throws PfDriverException with ENODEV where there is none that can be reached from here
    PfLink link() throws PfDriverException {
        PfLink known = link;
        if (known == null) {
            known = PfLink.find(sysfs, netlink, pf);
            link = known;
        }
        return known;
    }

    /// {@return whether the interface is known to be down}
    boolean isDown() {
        try {
            return !link().up();
        } catch (PfDriverException _) {
            return false;
        }
    }

    /// Sets the interface up where it is down, whatever was found of it before.
    ///
    /// @throws PfDriverException when there is none that can be reached from here, or it cannot be
    ///   set up
    void bringUp() throws PfDriverException {
        link = null;
        if (link().up()) {
            return;
        }
        try {
            netlink.setUp(link().index(), true);
        } catch (NetlinkException e) {
            throw NetdevRefusal.ofBringUp(pf, link(), e);
        }
        broughtUp = true;
        link = null;
    }

    /// Sets the interface down again where [#bringUp()] has set it up.
    void putBack() {
        if (!broughtUp) {
            return;
        }
        broughtUp = false;
        try {
            netlink.setUp(link().index(), false);
        } catch (NetlinkException | PfDriverException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the interface of {0} was set up and stays so: {1}",
                    pf.address(),
                    e.getMessage());
        }
    }

    /// Waits for a link, unless there was one before.
    ///
    /// Creating VFs closes and opens the interfaces of igb and ixgbe (`igb_sriov_reinit`,
    /// `ixgbe_sriov_reinit`), so that one which had a link may have to wait for it again.
    ///
    /// @param traits what the PF's driver takes
    /// @param step what needs the link
    /// @throws PfDriverException with ENETDOWN when none comes, at once where the interface is down
    void awaitCarrier(DriverTraits traits, VfStep step) throws PfDriverException {
        if (hadCarrier) {
            return;
        }
        link = null;
        Duration patience = link().up() ? CARRIER_PATIENCE : Duration.ZERO;
        try {
            hadCarrier = netlink.awaitCarrier(link().index(), patience);
        } catch (NetlinkException e) {
            throw NetdevRefusal.of(pf, traits, link(), step, e);
        }
        if (!hadCarrier) {
            throw NetdevRefusal.ofNoLink(pf, link(), step, patience);
        }
    }
}
