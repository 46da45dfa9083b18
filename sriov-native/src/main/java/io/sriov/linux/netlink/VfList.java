package io.sriov.linux.netlink;

import java.util.List;
import java.util.OptionalLong;

/// The VFs of a link: all of them, or that they are not known. Thread-safe.
public sealed interface VfList {
    /// All VFs that the link's device has.
    ///
    /// @param vfs the VFs, by their numbers from 0; none where the device has none, or the link has
    ///   no device
    record Complete(List<VfLink> vfs) implements VfList {
        public Complete {
            vfs = List.copyOf(vfs);
        }
    }

    /// The kernel does not tell all of them.
    ///
    /// @param reason why
    /// @param numVfs how many the device has; empty where that is not told either
    record Unknown(Reason reason, OptionalLong numVfs) implements VfList {}

    /// Why VFs are not known.
    enum Reason {
        /// They do not fit into the 16 bits that an attribute's length has: 334 do without
        /// statistics, 277 of InfiniBand. (Computed from the sizes in `rtnl_vfinfo_size`,
        /// `net/core/rtnetlink.c`.)
        TOO_MANY,
        /// The kernel says itself that the answer is too long (EMSGSIZE).
        TOO_LONG,
        /// There are more VFs than entries, or entries that cannot be right together.
        INCONSISTENT,
        /// The driver has no `ndo_get_vf_config`.
        NOT_REPORTED
    }
}
