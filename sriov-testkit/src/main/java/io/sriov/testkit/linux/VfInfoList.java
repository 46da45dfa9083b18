package io.sriov.testkit.linux;

import java.util.List;
import java.util.Optional;

/// What a reply to RTM_GETLINK has of VFs. Immutable.
///
/// The attribute IFLA_VFINFO_LIST counts its bytes in 16 bits, and the kernel lets that wrap
/// (`nla_nest_end` in `include/net/netlink.h`): a reply about more VFs than fit has a length that
/// covers fewer of them, and says nothing of it. Whoever believes the length reads these entries.
///
/// @param numVfs IFLA_NUM_VF: how many VFs there are
/// @param length the length of IFLA_VFINFO_LIST, as it stands in the reply, bytes; empty where the
///   driver reports nothing, and there is no such attribute
/// @param entries the entries that lie within that length
public record VfInfoList(int numVfs, Optional<Integer> length, List<VfInfo> entries) {
    /// Copies the list.
    public VfInfoList {
        entries = List.copyOf(entries);
    }
}
