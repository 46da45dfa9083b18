package io.sriov.linux.netlink;

import java.util.Optional;
import java.util.OptionalLong;

/// Reads one VF: what is in an `IFLA_VF_INFO`. For one thread.
final class VfEntry {
    /// What the kernel presets the settings to before it asks the driver (`rtnl_fill_vfinfo`,
    /// `net/core/rtnetlink.c`).
    private static final long UNSUPPORTED = 0xffff_ffffL;

    private final int addressLength;
    private OptionalLong index = OptionalLong.empty();
    private Reported<LinkAddress> mac = new Reported.Absent<>();
    private Reported<VfVlan> vlan = new Reported.Absent<>();
    private Reported<VfVlan> listedVlan = new Reported.Absent<>();
    private Reported<Long> minTxRate = new Reported.Absent<>();
    private Reported<Long> maxTxRate = new Reported.Absent<>();
    private Reported<Long> legacyTxRate = new Reported.Absent<>();
    private Reported<Boolean> spoofCheck = new Reported.Absent<>();
    private Reported<VfLinkState> linkState = new Reported.Absent<>();
    private Reported<Boolean> rssQuery = new Reported.Absent<>();
    private Reported<Boolean> trust = new Reported.Absent<>();
    private Reported<Long> nodeGuid = new Reported.Absent<>();
    private Reported<Long> portGuid = new Reported.Absent<>();

    private VfEntry(int addressLength) {
        this.addressLength = addressLength;
    }

    /// {@return the VF}
    ///
    /// @param entry the value of its `IFLA_VF_INFO`
    /// @param addressLength how many octets an address of its PF's link has, at most 32
    /// @throws MalformedMessageException when an attribute is shorter than its structure, or they
    ///   are of different VFs or of none
    static VfLink read(NlBytes entry, int addressLength) throws MalformedMessageException {
        var vf = new VfEntry(addressLength);
        for (NlAttribute attribute : new NlAttributes(entry).all()) {
            Optional<VfAttribute> known = VfAttribute.of(attribute.type());
            if (known.isPresent()) {
                vf.read(known.get(), attribute.payload());
            }
        }
        if (vf.index.isEmpty()) {
            throw new MalformedMessageException(entry.origin(0), "a VF without its number");
        }
        return new VfLink(
                (int) vf.index.getAsLong(),
                vf.mac,
                either(vf.listedVlan, vf.vlan),
                vf.minTxRate,
                either(vf.maxTxRate, vf.legacyTxRate),
                vf.spoofCheck,
                vf.linkState,
                vf.rssQuery,
                vf.trust,
                vf.nodeGuid,
                vf.portGuid);
    }

    private static <T> Reported<T> either(Reported<T> preferred, Reported<T> other) {
        return preferred instanceof Reported.Absent<T> ? other : preferred;
    }

    private void read(VfAttribute attribute, NlBytes value) throws MalformedMessageException {
        switch (attribute) {
            case MAC -> {
                NlBytes struct = struct(value, VfStructs.MAC.byteSize());
                mac =
                        new Reported.Value<>(
                                LinkAddress.of(struct.copy(VfStructs.MAC_OCTETS, addressLength)));
            }
            case VLAN -> vlan = vlan(struct(value, VfStructs.VLAN.byteSize()), VfVlan.DOT1Q);
            case VLAN_LIST -> readVlans(value);
            case TX_RATE -> legacyTxRate = rate(setting(value));
            case RATE -> {
                NlBytes struct = struct(value, VfStructs.RATE.byteSize());
                minTxRate = rate(struct.u32(VfStructs.MIN_RATE));
                maxTxRate = rate(struct.u32(VfStructs.MAX_RATE));
            }
            case SPOOFCHK -> spoofCheck = flag(setting(value));
            case LINK_STATE -> linkState = state(setting(value));
            case RSS_QUERY_EN -> rssQuery = flag(setting(value));
            case TRUST -> trust = flag(setting(value));
            case IB_NODE_GUID -> nodeGuid = guid(value);
            case IB_PORT_GUID -> portGuid = guid(value);
            case STATS, BROADCAST -> {}
        }
    }

    private NlBytes struct(NlBytes value, long size) throws MalformedMessageException {
        NlBytes struct = value.slice(0, size);
        long vf = struct.u32(VfStructs.VF);
        if (vf > Integer.MAX_VALUE || vf != index.orElse(vf)) {
            throw new MalformedMessageException(
                    struct.origin(VfStructs.VF), "an attribute of VF " + vf);
        }
        index = OptionalLong.of(vf);
        return struct;
    }

    private long setting(NlBytes value) throws MalformedMessageException {
        return struct(value, VfStructs.TRUST.byteSize()).u32(VfStructs.SETTING);
    }

    /// Drivers that know of 802.1Q only leave the protocol 0 when they clear what they are given:
    /// `mlx5_eswitch_get_vport_config`, `liquidio_get_vf_config`, and `hclge_get_vf_config` while a
    /// VF is in no VLAN (Linux 6.12).
    private void readVlans(NlBytes value) throws MalformedMessageException {
        for (NlAttribute attribute : new NlAttributes(value).all()) {
            if (attribute.type() == IfInfo.VF_VLAN_INFO) {
                NlBytes info = struct(attribute.payload(), VfStructs.VLAN_INFO.byteSize());
                int protocol = info.be16(VfStructs.VLAN_PROTOCOL);
                listedVlan =
                        either(listedVlan, vlan(info, protocol == 0 ? VfVlan.DOT1Q : protocol));
            }
        }
    }

    private static Reported<VfVlan> vlan(NlBytes struct, int protocol)
            throws MalformedMessageException {
        long id = struct.u32(VfStructs.VLAN_ID);
        long qos = struct.u32(VfStructs.VLAN_QOS);
        return VfVlan.isValid(id, qos, protocol)
                ? new Reported.Value<>(new VfVlan((int) id, (int) qos, protocol))
                : new Reported.Unsupported<>();
    }

    private static Reported<Long> rate(long mbits) {
        return mbits == UNSUPPORTED ? new Reported.Unsupported<>() : new Reported.Value<>(mbits);
    }

    private static Reported<Boolean> flag(long setting) {
        return setting == UNSUPPORTED
                ? new Reported.Unsupported<>()
                : new Reported.Value<>(setting != 0);
    }

    private static Reported<VfLinkState> state(long number) {
        Optional<VfLinkState> state = VfLinkState.of(number);
        return state.isPresent() ? new Reported.Value<>(state.get()) : new Reported.Unsupported<>();
    }

    private Reported<Long> guid(NlBytes value) throws MalformedMessageException {
        return new Reported.Value<>(
                struct(value, VfStructs.GUID.byteSize()).s64(VfStructs.GUID_VALUE));
    }
}
