package io.sriov.testkit.linux;

import io.sriov.host.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The VF attributes of a PF's network interface: `do_setvfinfo` and `rtnl_fill_vf` in
/// `net/core/rtnetlink.c`, and what PF drivers do behind them.
final class Rtnetlink {
    /// `ETH_P_8021AD`, `include/uapi/linux/if_ether.h`.
    private static final int DOT1AD = 0x88a8;

    private static final int HIGHEST_VLAN = 4095;
    private static final int HIGHEST_QOS = 7;

    /// What an entry of IFLA_VFINFO_LIST takes on x86-64, and its statistics, where it has them.
    private static final int ENTRY = 196;

    private static final int STATISTICS = 100;

    /// What the GUIDs of an InfiniBand VF take.
    private static final int GUIDS = 40;

    private static final int HEADER = 4;
    private static final int WRAP = 0x1_0000;

    private final NetDevice net;
    private final PciDriver driver;

    Rtnetlink(NetDevice net) {
        this.net = net;
        this.driver = net.driver();
    }

    /// Sets one attribute of a VF.
    ///
    /// @param number the VF's number, unsigned
    void set(long number, VfSetting setting) {
        if (number < 0 || number >= Integer.MAX_VALUE) {
            throw new SyscallException(Errno.EINVAL, "no VF has the number " + number);
        }
        requireOperation(setting);
        VfSetting asked = setting;
        if (setting instanceof VfSetting.TxRate rate) {
            asked = new VfSetting.Rate(vf(number).minRate, rate.max());
        }
        if (asked instanceof VfSetting.Rate rate && rate.max() != 0 && rate.max() < rate.min()) {
            throw new SyscallException(
                    Errno.EINVAL, "the rate " + rate.max() + " is less than " + rate.min());
        }
        drive(vf(number), asked);
    }

    private void requireOperation(VfSetting setting) {
        if (setting instanceof VfSetting.TxRate) {
            require(VfOperation.GET_CONFIG);
        }
        require(
                switch (setting) {
                    case VfSetting.Mac _ -> VfOperation.MAC;
                    case VfSetting.Vlan _ -> VfOperation.VLAN;
                    case VfSetting.TxRate _, VfSetting.Rate _ -> VfOperation.RATE;
                    case VfSetting.SpoofCheck _ -> VfOperation.SPOOF_CHECK;
                    case VfSetting.LinkState _ -> VfOperation.LINK_STATE;
                    case VfSetting.RssQuery _ -> VfOperation.RSS_QUERY;
                    case VfSetting.Trust _ -> VfOperation.TRUST;
                    case VfSetting.NodeGuid _, VfSetting.PortGuid _ -> VfOperation.GUID;
                });
    }

    private boolean has(VfOperation operation) {
        return driver.vfOperations().contains(operation);
    }

    private void require(VfOperation operation) {
        if (!has(operation)) {
            throw new SyscallException(
                    Errno.EOPNOTSUPP, driver.name() + " has no operation " + operation);
        }
    }

    private VfState vf(long number) {
        if (number >= net.vfs().size()) {
            throw new SyscallException(
                    Errno.EINVAL, net.name() + " has " + net.vfs().size() + " VFs");
        }
        return net.vfs().get((int) number);
    }

    private void drive(VfState vf, VfSetting setting) {
        switch (setting) {
            case VfSetting.Mac mac -> {
                requireUp();
                boolean zero = mac.address().equals(VfState.ZERO);
                if (mac.address().isMulticast()
                        || (zero && driver.has(DriverTrait.REFUSES_ZERO_MAC))) {
                    throw new SyscallException(
                            Errno.EINVAL, mac.address() + " is no address for a VF");
                }
                vf.mac = mac.address();
            }
            case VfSetting.Vlan vlan -> {
                requireUp();
                setVlan(vf, vlan);
            }
            case VfSetting.Rate rate -> setRate(vf, rate);
            case VfSetting.TxRate _ -> throw new IllegalStateException("was made a Rate");
            case VfSetting.SpoofCheck spoofCheck -> vf.spoofCheck = spoofCheck.on();
            case VfSetting.LinkState link -> vf.link = link.state();
            case VfSetting.RssQuery query -> vf.rssQuery = query.on();
            case VfSetting.Trust trust -> vf.trust = trust.on();
            case VfSetting.NodeGuid node -> vf.nodeGuid = node.guid();
            case VfSetting.PortGuid port -> vf.portGuid = port.guid();
        }
    }

    private void requireUp() {
        if (driver.has(DriverTrait.NEEDS_UP_FOR_ADDRESSES) && !net.up()) {
            throw new SyscallException(Errno.EINVAL, net.name() + " is down");
        }
    }

    private void setVlan(VfState vf, VfSetting.Vlan vlan) {
        if (vlan.id() < 0
                || vlan.id() > HIGHEST_VLAN
                || vlan.qos() < 0
                || vlan.qos() > HIGHEST_QOS) {
            throw new SyscallException(
                    Errno.EINVAL, "no VLAN is " + vlan.id() + " with priority " + vlan.qos());
        }
        if (vlan.protocol() != VfState.DOT1Q
                && !(vlan.protocol() == DOT1AD && driver.has(DriverTrait.DOT1AD))) {
            throw new SyscallException(
                    Errno.EPROTONOSUPPORT,
                    "%s has no VLANs of kind %04x".formatted(driver.name(), vlan.protocol()));
        }
        vf.vlan = vlan.id();
        vf.qos = vlan.qos();
        vf.protocol = vlan.protocol();
    }

    private void setRate(VfState vf, VfSetting.Rate rate) {
        if (driver.has(DriverTrait.NEEDS_LINK_FOR_RATES) && !net.carrier()) {
            throw new SyscallException(Errno.EINVAL, net.name() + " has no link");
        }
        if (rate.min() != 0 && driver.has(DriverTrait.NO_MINIMAL_RATE)) {
            throw new SyscallException(Errno.EINVAL, driver.name() + " promises no bandwidth");
        }
        if (rate.min() < 0 || rate.max() < 0 || rate.max() > driver.linkSpeed()) {
            throw new SyscallException(
                    Errno.EINVAL, "the link's speed is " + driver.linkSpeed() + " Mbit/s");
        }
        vf.minRate = rate.min();
        vf.maxRate = rate.max();
    }

    /// Reports the VFs, as far as the length of the reply's attribute goes.
    ///
    /// @param statistics whether each entry has statistics, too
    VfInfoList list(boolean statistics) {
        int count = net.vfs().size();
        if (!has(VfOperation.GET_CONFIG)) {
            return new VfInfoList(count, Optional.empty(), List.of());
        }
        int entry = ENTRY + (statistics ? STATISTICS : 0) + (has(VfOperation.GUID) ? GUIDS : 0);
        int length = (HEADER + entry * count) % WRAP;
        int within = Math.min(count, Math.max(0, length - HEADER) / entry);
        List<VfInfo> entries = new ArrayList<>(within);
        for (int i = 0; i < within; i++) {
            entries.add(info(i, net.vfs().get(i)));
        }
        return new VfInfoList(count, Optional.of(length), entries);
    }

    private VfInfo info(int index, VfState vf) {
        return new VfInfo(
                index,
                vf.mac,
                vf.vlan,
                vf.qos,
                vf.protocol,
                vf.minRate,
                vf.maxRate,
                Optional.of(vf.spoofCheck).filter(_ -> has(VfOperation.SPOOF_CHECK)),
                vf.link,
                Optional.of(vf.rssQuery).filter(_ -> has(VfOperation.RSS_QUERY)),
                Optional.of(vf.trust).filter(_ -> has(VfOperation.TRUST)),
                vf.nodeGuid,
                vf.portGuid);
    }
}
