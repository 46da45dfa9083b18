package io.sriov.linux.driver;

import static io.sriov.linux.driver.VfParameter.ALLOW_PROMISC;
import static io.sriov.linux.driver.VfParameter.ALLOW_SET_MAC;
import static io.sriov.linux.driver.VfParameter.LINK_STATE;
import static io.sriov.linux.driver.VfParameter.MAC_ADDR;
import static io.sriov.linux.driver.VfParameter.MAX_TX_RATE;
import static io.sriov.linux.driver.VfParameter.MIN_TX_RATE;
import static io.sriov.linux.driver.VfParameter.QOS;
import static io.sriov.linux.driver.VfParameter.VLAN;
import static io.sriov.linux.driver.VfParameter.VLAN_PROTO;

import io.sriov.driver.DriverCode;
import io.sriov.linux.netlink.VfLinkState;
import io.sriov.linux.netlink.VfVlan;
import io.sriov.schema.MacAddress;
import java.util.ArrayList;
import java.util.List;

/// Finds what is wrong with the parameters of one VF, beyond what a schema can say.
final class VfRules {
    private static final int HIGHEST_QOS = 7;
    private static final int RESERVED_VLAN = 4095;

    private final String driver;
    private final DriverTraits traits;
    private final VfDeclaration vf;
    private final List<VfProblem> problems = new ArrayList<>();

    private VfRules(String driver, DriverTraits traits, VfDeclaration vf) {
        this.driver = driver;
        this.traits = traits;
        this.vf = vf;
    }

    /// {@return the problems; none where the driver can be asked}
    ///
    /// @param driver the driver's name, for messages
    /// @param traits what the driver takes
    /// @param vf what is declared
    static List<VfProblem> check(String driver, DriverTraits traits, VfDeclaration vf) {
        var rules = new VfRules(driver, traits, vf);
        rules.checkMac();
        rules.checkVlan();
        rules.checkPriority();
        rules.checkProtocol();
        rules.checkTrust();
        rules.checkRates();
        rules.checkLinkState();
        return rules.problems;
    }

    private void add(VfParameter at, DriverCode code, String message, String hint) {
        problems.add(new VfProblem(at, code, message, hint));
    }

    private boolean has(DriverTrait trait) {
        return traits.has(trait);
    }

    private void checkMac() {
        if (has(DriverTrait.REFUSES_ZERO_MAC) && vf.mac().filter(VfRules::isZero).isPresent()) {
            add(
                    MAC_ADDR,
                    DriverCode.NOT_SUPPORTED,
                    driver + " does not take the address of zeros",
                    "leave mac-addr out, so that the VF chooses an address");
        }
    }

    static boolean isZero(MacAddress address) {
        return address.bits() == 0;
    }

    private void checkVlan() {
        if (vf.vlan().isEmpty()) {
            return;
        }
        if (has(DriverTrait.REFUSES_VLAN_4095) && vf.vlan().get().number() == RESERVED_VLAN) {
            add(
                    VLAN,
                    DriverCode.NOT_SUPPORTED,
                    driver + " has no VLAN 4095, which IEEE 802.1Q reserves",
                    "use one from 1 to 4094");
        }
        if (has(DriverTrait.REFUSES_TRUNK) && vf.noVlan()) {
            add(
                    VLAN,
                    DriverCode.NOT_SUPPORTED,
                    driver + " takes VLAN 0 for leave to use no VLAN at all",
                    "leave vlan out: every VLAN is what a VF begins with");
        }
    }

    private void checkPriority() {
        if (!vf.has(QOS)) {
            return;
        }
        if (!vf.has(VLAN)) {
            add(
                    QOS,
                    DriverCode.DRIVER_RULE,
                    "qos needs vlan: the kernel sets both at once",
                    "declare vlan too");
        }
        if (vf.qos() > HIGHEST_QOS) {
            add(
                    QOS,
                    DriverCode.DRIVER_RULE,
                    "qos " + vf.qos() + " is no priority",
                    "priorities are 0 to 7");
        } else if (vf.qos() != 0) {
            checkPriorityTag();
        }
    }

    private void checkPriorityTag() {
        if (vf.vlan().filter(id -> id.isTrunk()).isPresent()) {
            add(
                    QOS,
                    DriverCode.DRIVER_RULE,
                    "qos " + vf.qos() + " needs a VLAN, and vlan is trunk",
                    "give vlan a number, or qos 0");
        } else if (vf.noVlan() && has(DriverTrait.REFUSES_PRIORITY_TAG)) {
            add(
                    QOS,
                    DriverCode.NOT_SUPPORTED,
                    driver + " takes no priority with VLAN 0",
                    "give vlan a number from 1, or qos 0");
        }
    }

    private void checkProtocol() {
        if (!vf.has(VLAN_PROTO)) {
            return;
        }
        if (!vf.has(VLAN)) {
            add(
                    VLAN_PROTO,
                    DriverCode.DRIVER_RULE,
                    "vlan-proto needs vlan: the kernel sets both at once",
                    "declare vlan too");
        }
        if (vf.protocol().isEmpty()) {
            add(
                    VLAN_PROTO,
                    DriverCode.DRIVER_RULE,
                    "'" + vf.text(VLAN_PROTO) + "' is no kind of VLAN",
                    "write \"802.1Q\" or \"802.1ad\"");
        } else if (vf.protocol().get() == VfVlan.DOT1AD) {
            checkServiceTag();
        }
    }

    private void checkServiceTag() {
        if (!has(DriverTrait.DOT1AD)) {
            add(
                    VLAN_PROTO,
                    DriverCode.NOT_SUPPORTED,
                    driver + " puts VFs into VLANs of 802.1Q only",
                    "use 802.1Q, or leave vlan-proto out");
        } else if (vf.noVlan()) {
            add(
                    VLAN_PROTO,
                    DriverCode.DRIVER_RULE,
                    "vlan-proto 802.1ad needs a VLAN, and vlan is " + vf.text(VLAN),
                    "give vlan a number from 1, or use 802.1Q");
        }
    }

    private void checkTrust() {
        if (vf.has(ALLOW_SET_MAC)
                && vf.has(ALLOW_PROMISC)
                && !vf.flag(ALLOW_SET_MAC).equals(vf.flag(ALLOW_PROMISC))) {
            add(
                    ALLOW_PROMISC,
                    DriverCode.DRIVER_RULE,
                    "allow-promisc is "
                            + vf.text(ALLOW_PROMISC)
                            + " and allow-set-mac is "
                            + vf.text(ALLOW_SET_MAC)
                            + ", and Linux has one switch for both, trust",
                    "give both the same value, or leave one out");
        }
    }

    private void checkRates() {
        for (VfParameter rate : List.of(MIN_TX_RATE, MAX_TX_RATE)) {
            if (vf.number(rate).orElse(0L) > DriverTraits.HIGHEST_RATE) {
                add(
                        rate,
                        DriverCode.DRIVER_RULE,
                        rate.parameterName()
                                + " "
                                + vf.text(rate)
                                + " is more than the kernel hands to drivers",
                        "use at most " + DriverTraits.HIGHEST_RATE + " (Mbit/s)");
                return;
            }
        }
        long max = vf.number(MAX_TX_RATE).orElse(0L);
        if (max != 0 && (max < traits.lowestMax() || max > traits.highestMax())) {
            add(
                    MAX_TX_RATE,
                    DriverCode.DEVICE_LIMIT,
                    driver + " does not limit rates to " + max + " Mbit/s",
                    "use " + range() + ", or 0 for no limit");
        }
        if (max != 0 && vf.number(MIN_TX_RATE).orElse(0L) > max) {
            add(
                    MIN_TX_RATE,
                    DriverCode.DRIVER_RULE,
                    "min-tx-rate " + vf.text(MIN_TX_RATE) + " is more than max-tx-rate " + max,
                    "promise no more than the limit");
        }
    }

    private String range() {
        return traits.highestMax() == DriverTraits.HIGHEST_RATE
                ? "at least " + traits.lowestMax()
                : traits.lowestMax() + " to " + traits.highestMax();
    }

    private void checkLinkState() {
        if (!vf.has(LINK_STATE)) {
            return;
        }
        if (vf.linkState().isEmpty()) {
            add(
                    LINK_STATE,
                    DriverCode.DRIVER_RULE,
                    "'" + vf.text(LINK_STATE) + "' is no state of a link",
                    "write auto, enable or disable");
        } else if (vf.linkState().get() == VfLinkState.ENABLE
                && has(DriverTrait.OVERLOOKS_LINK_ENABLE)) {
            add(
                    LINK_STATE,
                    DriverCode.NOT_SUPPORTED,
                    driver + " cannot keep a VF's link up: it overlooks enable and reports success",
                    "use auto or disable");
        }
    }
}
