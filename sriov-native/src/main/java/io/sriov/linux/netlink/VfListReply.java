package io.sriov.linux.netlink;

import io.sriov.schema.MacAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads the VFs from an answer to [LinkRequest#getVfs(int, int)].
///
/// The length of `IFLA_VFINFO_LIST` may have wrapped (`nla_nest_end`, `include/net/netlink.h`):
/// then it means nothing, and what looks like attributes after the list is the inside of VFs.
/// `IFLA_NUM_VF` comes before the list (`rtnl_fill_vf`, `net/core/rtnetlink.c`) and can be trusted;
/// nothing after the list is read.
final class VfListReply {
    private VfListReply() {}

    /// {@return the VFs}
    ///
    /// @param message the answer
    /// @param ifindex the link that was asked for
    /// @throws MalformedMessageException when it is no answer to that
    static VfList read(NlMessage message, int ifindex) throws MalformedMessageException {
        NlAttributes attributes = LinkReply.attributes(message, ifindex);
        OptionalLong numVfs = OptionalLong.empty();
        int addressLength = MacAddress.LENGTH;
        while (attributes.nextType() != IfInfo.VFINFO_LIST) {
            Optional<NlAttribute> next = attributes.next();
            if (next.isEmpty()) {
                return numVfs.orElse(0) == 0
                        ? new VfList.Complete(List.of())
                        : new VfList.Unknown(VfList.Reason.NOT_REPORTED, numVfs);
            }
            NlBytes value = next.get().payload();
            switch (next.get().type()) {
                case IfInfo.NUM_VF -> numVfs = OptionalLong.of(value.u32(0));
                case IfInfo.ADDRESS ->
                        addressLength = (int) Math.min(value.size(), LinkAddress.LONGEST);
                default -> {}
            }
        }
        if (numVfs.isEmpty()) {
            return new VfList.Unknown(VfList.Reason.INCONSISTENT, numVfs);
        }
        if (wraps(attributes.rest(), numVfs.getAsLong())) {
            return new VfList.Unknown(VfList.Reason.TOO_MANY, numVfs);
        }
        NlBytes list = attributes.next().orElseThrow().payload();
        return check(entries(list, addressLength), numVfs.getAsLong());
    }

    /// Whether so many entries of the first one's length are longer than an attribute can be. All
    /// entries of a driver are of one length.
    private static boolean wraps(NlBytes list, long numVfs) throws MalformedMessageException {
        long header = NlAttribute.HEADER.byteSize();
        NlBytes entries = list.from(header);
        if (entries.size() < header
                || (entries.u16(NlAttribute.TYPE) & NlAttribute.TYPE_MASK) != IfInfo.VF_INFO) {
            return false;
        }
        long entry = NlMessage.align(entries.u16(NlAttribute.LENGTH));
        return header + numVfs * entry > NlAttribute.LONGEST;
    }

    private static List<VfLink> entries(NlBytes list, int addressLength)
            throws MalformedMessageException {
        var vfs = new ArrayList<VfLink>();
        for (NlAttribute attribute : new NlAttributes(list).all()) {
            if (attribute.type() == IfInfo.VF_INFO) {
                vfs.add(VfEntry.read(attribute.payload(), addressLength));
            }
        }
        return vfs;
    }

    private static VfList check(List<VfLink> vfs, long numVfs) {
        var indices = new BitSet();
        for (VfLink vf : vfs) {
            if (vf.index() < numVfs) {
                indices.set(vf.index());
            }
        }
        return vfs.size() == numVfs && indices.cardinality() == numVfs
                ? new VfList.Complete(
                        vfs.stream().sorted(Comparator.comparingInt(VfLink::index)).toList())
                : new VfList.Unknown(VfList.Reason.INCONSISTENT, OptionalLong.of(numVfs));
    }
}
