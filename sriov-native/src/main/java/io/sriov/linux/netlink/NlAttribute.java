package io.sriov.linux.netlink;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// An attribute of a message: `include/uapi/linux/netlink.h`.
///
/// @param type what it is, without the two flags in its upper bits
/// @param payload its value
record NlAttribute(int type, NlBytes payload) {
    /// The same as `struct rtattr`:
    ///
    /// ```c
    /// struct nlattr {
    ///     __u16 nla_len;   // with this header, without the padding at the end
    ///     __u16 nla_type;
    /// };
    /// ```
    static final StructLayout HEADER =
            MemoryLayout.structLayout(
                            JAVA_SHORT_UNALIGNED.withName("nla_len"),
                            JAVA_SHORT_UNALIGNED.withName("nla_type"))
                    .withName("nlattr");

    /// The place of `nla_len`.
    static final long LENGTH = 0;

    /// The place of `nla_type`.
    static final long TYPE = 2;

    /// `NLA_TYPE_MASK`: `nla_type` without `NLA_F_NESTED` and `NLA_F_NET_BYTEORDER`.
    static final int TYPE_MASK = 0x3fff;

    /// The longest attribute: `nla_len` has 16 bits.
    static final int LONGEST = 0xffff;
}
