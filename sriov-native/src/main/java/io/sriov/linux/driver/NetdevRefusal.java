package io.sriov.linux.driver;

import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfIdentity;
import io.sriov.host.Errno;
import io.sriov.linux.netlink.NetlinkException;
import io.sriov.linux.sys.LinuxErrno;
import java.time.Duration;

/// Says why a parameter of a VF could not be set, and what to do: the errno, the kernel's words
/// where it has any, and what the PF's driver means by it (Linux 6.12, the files of [DriverTable]).
final class NetdevRefusal {
    /// `ENOTSUPP`, `include/linux/errno.h`: not meant for programs, but bnxt_en gives it.
    private static final int ENOTSUPP = 524;

    private final PfIdentity pf;
    private final DriverTraits traits;
    private final PfLink link;
    private final VfStep step;

    private NetdevRefusal(PfIdentity pf, DriverTraits traits, PfLink link, VfStep step) {
        this.pf = pf;
        this.traits = traits;
        this.link = link;
        this.step = step;
    }

    /// {@return the refusal as the infrastructure wants it}
    ///
    /// @param pf the PF
    /// @param traits what its driver takes
    /// @param link the PF's interface
    /// @param step what was refused
    /// @param e how
    static PfDriverException of(
            PfIdentity pf, DriverTraits traits, PfLink link, VfStep step, NetlinkException e) {
        Errno errno = e.number() == ENOTSUPP ? Errno.EOPNOTSUPP : e.errno();
        String name =
                LinuxErrno.of(e.number()).map(Errno::name).orElse("error number " + e.number());
        return new PfDriverException(
                errno,
                step.text()
                        + " cannot be set through "
                        + link.name()
                        + " ("
                        + name
                        + ", "
                        + e.text()
                        + "): "
                        + new NetdevRefusal(pf, traits, link, step).cause(errno));
    }

    /// {@return the refusal to set a PF's interface up}
    ///
    /// @param pf the PF
    /// @param link the PF's interface
    /// @param e how it is refused
    static PfDriverException ofBringUp(PfIdentity pf, PfLink link, NetlinkException e) {
        String what =
                switch (e.errno()) {
                    case EPERM, EACCES ->
                            "setting interfaces up needs CAP_NET_ADMIN in the network namespace of "
                                    + link.name()
                                    + "; run as root there";
                    case ENODEV -> PfLink.elsewhereText(pf);
                    default -> "see dmesg for what driver " + pf.driver() + " says";
                };
        return new PfDriverException(
                e.errno(),
                "%s: %s cannot be set up (%s, %s): %s"
                        .formatted(BringUp.NAME, link.name(), e.errno(), e.text(), what));
    }

    /// {@return the refusal of a rate because the PF has no link}
    ///
    /// @param pf the PF
    /// @param link the PF's interface
    /// @param step what cannot be set
    /// @param patience for how long a link was waited for; none where the interface is down
    static PfDriverException ofNoLink(PfIdentity pf, PfLink link, VfStep step, Duration patience) {
        String state =
                patience.isZero()
                        ? "it is down; " + BringUp.hint(link.name())
                        : "none has come within "
                                + patience.toSeconds()
                                + " s; see the cable and the port at its other end (ip link show "
                                + link.name()
                                + ")";
        return new PfDriverException(
                Errno.ENETDOWN,
                "%s cannot be set: driver %s limits rates only while %s has a link, and %s; or leave %s out"
                        .formatted(
                                step.text(),
                                pf.driver(),
                                link.name(),
                                state,
                                step.at().parameterName()));
    }

    private String cause(Errno errno) {
        return switch (errno) {
            case EOPNOTSUPP -> notSupported();
            case EPROTONOSUPPORT -> protocol();
            case EINVAL, ERANGE -> invalid();
            case EPERM, EACCES -> notPermitted();
            case EAGAIN, EBUSY -> busy();
            case ENODEV -> PfLink.elsewhereText(pf);
            case ENETDOWN -> "the link of " + link.name() + " is down; " + bringUp();
            case ETIMEDOUT ->
                    "driver " + pf.driver() + " or its device hangs; see dmesg before trying again";
            default -> driverSays("has met with an error");
        };
    }

    private String notSupported() {
        String parameter = step.at().parameterName();
        String without = "; leave " + parameter + " out";
        return switch (pf.driver()) {
            case "mlx5_core", "ice" ->
                    "the device or its firmware does not support it, or its eswitch is in switchdev"
                            + " mode, where devlink port function and the VF's representor take its"
                            + " place (see devlink dev eswitch show pci/"
                            + pf.address()
                            + ")"
                            + without;
            case "bnxt_en", "LiquidIO", "nfp", "hinic", "sfc" ->
                    "the firmware of the device does not support it; update it, or leave "
                            + parameter
                            + " out";
            default -> "driver " + pf.driver() + " does not support it on this device" + without;
        };
    }

    private String protocol() {
        return step.at() == VfParameter.VLAN
                ? "driver "
                        + pf.driver()
                        + " does not put VFs of this device, with this firmware, into such a VLAN;"
                        + " use vlan-proto 802.1Q without qos, or leave vlan out"
                : "the device or its firmware does not support it; leave "
                        + step.at().parameterName()
                        + " out";
    }

    private String invalid() {
        if (traits.has(DriverTrait.NEEDS_UP_FOR_ADDRESSES) && !link.up()) {
            return "driver "
                    + pf.driver()
                    + " takes it only while "
                    + link.name()
                    + " is up; "
                    + bringUp();
        }
        return switch (step.at()) {
            case MIN_TX_RATE, MAX_TX_RATE -> invalidRate();
            case ALLOW_SET_MAC, ALLOW_PROMISC ->
                    driverSays("trusts no VF in this mode (i40e: multi-function mode)");
            case MAC_ADDR ->
                    driverSays("does not take this address, perhaps because the PF or a VF has it");
            default -> driverSays("does not take the value for this VF");
        };
    }

    private String invalidRate() {
        String driver = "driver " + pf.driver();
        if (traits.has(DriverTrait.NEEDS_LINK_FOR_RATES)) {
            return driver
                    + " takes rates only while "
                    + link.name()
                    + " has a link, and no more than the link's speed"
                    + (pf.driver().equals("ixgbe") ? ", which must be 10 Gbit/s" : "")
                    + "; "
                    + bringUp()
                    + " and wait for the link, or leave "
                    + step.at().parameterName()
                    + " out";
        }
        return driverSays(
                "takes no more than the link's speed, and for promises of all VFs together not"
                        + " either");
    }

    private String notPermitted() {
        String root =
                "setting VFs needs CAP_NET_ADMIN in the network namespace of "
                        + link.name()
                        + "; run as root there";
        return switch (pf.driver()) {
            case "mlx5_core" -> root + ". As root: this PF does not manage the eswitch of its port";
            case "mlx4_core" ->
                    root + ". As root: mac-anti-spoof needs mac-addr, which cannot be zeros then";
            case "be2net" -> root + ". As root: SR-IOV has been disabled meanwhile";
            case "hinic" -> root + ". As root: the link of " + link.name() + " is down";
            case "LiquidIO" -> root + ". As root: another VF is trusted already";
            default -> root;
        };
    }

    private String busy() {
        if (traits.has(DriverTrait.NEEDS_UP_FOR_ADDRESSES) && !link.up()) {
            return invalid();
        }
        return "driver "
                + pf.driver()
                + " is still resetting the VF after several tries, or works on another VF; try"
                + " again, and see dmesg if that does not help";
    }

    private String bringUp() {
        return "ip link set " + link.name() + " up";
    }

    private String driverSays(String what) {
        return "driver " + pf.driver() + " " + what + "; it says more on the console (dmesg)";
    }
}
