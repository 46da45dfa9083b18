package io.sriov.linux.netlink;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.sriov.schema.MacAddress;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// A request about a link. Thread-safe.
final class LinkRequest implements NlRequest {
    private final byte[] message;
    private final int sequence;

    /// Takes a message as a request.
    ///
    /// @param message the message, not to be changed afterwards
    /// @param sequence its number
    LinkRequest(byte[] message, int sequence) {
        this.message = message;
        this.sequence = sequence;
    }

    @Override
    public byte[] message() {
        return message.clone();
    }

    @Override
    public int sequence() {
        return sequence;
    }

    @Override
    public String attributeAt(long offset) {
        return AttributePlace.name(message, offset);
    }

    /// {@return a question about a link, without its VFs}
    ///
    /// @param ifindex the link's index
    /// @param sequence the request's number
    static LinkRequest getLink(int ifindex, int sequence) {
        NlWriter writer = begin(IfInfo.RTM_GETLINK, 0, ifindex, sequence);
        return new LinkRequest(writer.toBytes(), sequence);
    }

    /// {@return a question about the VFs of a link, without statistics}
    ///
    /// @param ifindex the link's index
    /// @param sequence the request's number
    static LinkRequest getVfs(int ifindex, int sequence) {
        NlWriter writer = begin(IfInfo.RTM_GETLINK, 0, ifindex, sequence);
        writer.attribute32(IfInfo.EXT_MASK, IfInfo.FILTER_VF | IfInfo.FILTER_SKIP_STATS);
        return new LinkRequest(writer.toBytes(), sequence);
    }

    /// {@return an order to set a link up or down}
    ///
    /// @param ifindex the link's index
    /// @param up whether it is to be up
    /// @param sequence the request's number
    static LinkRequest setUp(int ifindex, boolean up, int sequence) {
        var writer =
                new NlWriter(IfInfo.RTM_SETLINK, NlMessage.F_REQUEST | NlMessage.F_ACK, sequence);
        MemorySegment link = writer.append(IfInfo.LAYOUT.byteSize());
        link.set(JAVA_INT_UNALIGNED, IfInfo.INDEX, ifindex);
        link.set(JAVA_INT_UNALIGNED, IfInfo.FLAGS, up ? Link.IFF_UP : 0);
        link.set(JAVA_INT_UNALIGNED, IfInfo.CHANGE, Link.IFF_UP);
        return new LinkRequest(writer.toBytes(), sequence);
    }

    /// {@return an order to set something of a VF}
    ///
    /// @param ifindex the index of the PF's link
    /// @param vf the VF's number
    /// @param setting what to set
    /// @param sequence the request's number
    static LinkRequest set(int ifindex, int vf, VfSetting setting, int sequence) {
        NlWriter writer = begin(IfInfo.RTM_SETLINK, NlMessage.F_ACK, ifindex, sequence);
        int list = writer.beginNest(IfInfo.VFINFO_LIST);
        int info = writer.beginNest(IfInfo.VF_INFO);
        write(writer, vf, setting);
        writer.endNest(info);
        writer.endNest(list);
        return new LinkRequest(writer.toBytes(), sequence);
    }

    private static NlWriter begin(int type, int flags, int ifindex, int sequence) {
        var writer = new NlWriter(type, NlMessage.F_REQUEST | flags, sequence);
        writer.append(IfInfo.LAYOUT.byteSize()).set(JAVA_INT_UNALIGNED, IfInfo.INDEX, ifindex);
        return writer;
    }

    private static void write(NlWriter writer, int vf, VfSetting setting) {
        switch (setting) {
            case VfSetting.Mac(MacAddress address) -> {
                MemorySegment mac = begin(writer, VfAttribute.MAC, VfStructs.MAC.byteSize(), vf);
                byte[] octets = address.octets();
                MemorySegment.copy(octets, 0, mac, JAVA_BYTE, VfStructs.MAC_OCTETS, octets.length);
            }
            case VfSetting.Vlan(VfVlan vlan) -> writeVlan(writer, vf, vlan);
            case VfSetting.TxRate(long min, long max) -> {
                MemorySegment rate = begin(writer, VfAttribute.RATE, VfStructs.RATE.byteSize(), vf);
                rate.set(JAVA_INT_UNALIGNED, VfStructs.MIN_RATE, (int) min);
                rate.set(JAVA_INT_UNALIGNED, VfStructs.MAX_RATE, (int) max);
            }
            case VfSetting.SpoofCheck(boolean on) ->
                    writeSetting(writer, VfAttribute.SPOOFCHK, vf, on ? 1 : 0);
            case VfSetting.LinkState(VfLinkState state) ->
                    writeSetting(writer, VfAttribute.LINK_STATE, vf, state.number());
            case VfSetting.RssQuery(boolean on) ->
                    writeSetting(writer, VfAttribute.RSS_QUERY_EN, vf, on ? 1 : 0);
            case VfSetting.Trust(boolean on) ->
                    writeSetting(writer, VfAttribute.TRUST, vf, on ? 1 : 0);
            case VfSetting.NodeGuid(long guid) ->
                    writeGuid(writer, VfAttribute.IB_NODE_GUID, vf, guid);
            case VfSetting.PortGuid(long guid) ->
                    writeGuid(writer, VfAttribute.IB_PORT_GUID, vf, guid);
        }
    }

    private static MemorySegment begin(NlWriter writer, VfAttribute attribute, long size, int vf) {
        return withVf(writer.attribute(attribute.number(), size), vf);
    }

    private static MemorySegment withVf(MemorySegment struct, int vf) {
        struct.set(JAVA_INT_UNALIGNED, VfStructs.VF, vf);
        return struct;
    }

    private static void writeSetting(NlWriter writer, VfAttribute attribute, int vf, int setting) {
        begin(writer, attribute, VfStructs.TRUST.byteSize(), vf)
                .set(JAVA_INT_UNALIGNED, VfStructs.SETTING, setting);
    }

    private static void writeGuid(NlWriter writer, VfAttribute attribute, int vf, long guid) {
        begin(writer, attribute, VfStructs.GUID.byteSize(), vf)
                .set(JAVA_LONG_UNALIGNED, VfStructs.GUID_VALUE, guid);
    }

    private static void writeVlan(NlWriter writer, int vf, VfVlan vlan) {
        if (vlan.protocol() == VfVlan.DOT1Q) {
            writeTag(begin(writer, VfAttribute.VLAN, VfStructs.VLAN.byteSize(), vf), vlan);
            return;
        }
        int list = writer.beginNest(VfAttribute.VLAN_LIST.number());
        MemorySegment info =
                withVf(writer.attribute(IfInfo.VF_VLAN_INFO, VfStructs.VLAN_INFO.byteSize()), vf);
        writeTag(info, vlan);
        info.set(
                JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN),
                VfStructs.VLAN_PROTOCOL,
                (short) vlan.protocol());
        writer.endNest(list);
    }

    private static void writeTag(MemorySegment struct, VfVlan vlan) {
        struct.set(JAVA_INT_UNALIGNED, VfStructs.VLAN_ID, vlan.id());
        struct.set(JAVA_INT_UNALIGNED, VfStructs.VLAN_QOS, vlan.qos());
    }
}
