package io.sriov.linux.netlink;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;

/// A message of netlink: `include/uapi/linux/netlink.h`, and RFC 3549.
///
/// @param type what it is
/// @param flags `NLM_F_*`
/// @param sequence the number of the request that it answers, 32 bits
/// @param payload what follows its header
record NlMessage(int type, int flags, int sequence, NlBytes payload) {
    /// ```c
    /// struct nlmsghdr {
    ///     __u32 nlmsg_len;   // with this header, without the padding at the end
    ///     __u16 nlmsg_type;
    ///     __u16 nlmsg_flags;
    ///     __u32 nlmsg_seq;
    ///     __u32 nlmsg_pid;
    /// };
    /// ```
    static final StructLayout HEADER =
            MemoryLayout.structLayout(
                            JAVA_INT_UNALIGNED.withName("nlmsg_len"),
                            JAVA_SHORT_UNALIGNED.withName("nlmsg_type"),
                            JAVA_SHORT_UNALIGNED.withName("nlmsg_flags"),
                            JAVA_INT_UNALIGNED.withName("nlmsg_seq"),
                            JAVA_INT_UNALIGNED.withName("nlmsg_pid"))
                    .withName("nlmsghdr");

    static final long LENGTH = offset("nlmsg_len");
    static final long TYPE = offset("nlmsg_type");
    static final long FLAGS = offset("nlmsg_flags");
    static final long SEQUENCE = offset("nlmsg_seq");

    /// `NLMSG_NOOP`: to be passed over.
    static final int NOOP = 1;

    /// `NLMSG_ERROR`: an acknowledgement, see [NlAck].
    static final int ERROR = 2;

    /// `NLM_F_REQUEST`.
    static final int F_REQUEST = 0x1;

    /// `NLM_F_ACK`: an acknowledgement is asked for.
    static final int F_ACK = 0x4;

    /// `NLM_F_CAPPED`, of an acknowledgement: it does not hold the request's payload.
    static final int F_CAPPED = 0x100;

    /// `NLM_F_ACK_TLVS`, of an acknowledgement: it holds attributes.
    static final int F_ACK_TLVS = 0x200;

    private static long offset(String member) {
        return HEADER.byteOffset(PathElement.groupElement(member));
    }

    /// {@return a length with the padding that follows, `NLMSG_ALIGN` and `NLA_ALIGN`}
    static long align(long length) {
        return (length + 3) & ~3L;
    }

    /// {@return the messages of a datagram}
    ///
    /// @throws MalformedMessageException when it is cut short
    static List<NlMessage> parse(byte[] datagram) throws MalformedMessageException {
        NlBytes rest = NlBytes.of(datagram);
        var messages = new ArrayList<NlMessage>();
        while (rest.size() > 0) {
            long length = rest.u32(LENGTH);
            if (length < HEADER.byteSize()) {
                throw new MalformedMessageException(
                        rest.origin(LENGTH), "a message of " + length + " bytes");
            }
            NlBytes message = rest.slice(0, length);
            messages.add(
                    new NlMessage(
                            message.u16(TYPE),
                            message.u16(FLAGS),
                            message.s32(SEQUENCE),
                            message.from(HEADER.byteSize())));
            rest = rest.from(Math.min(align(length), rest.size()));
        }
        return messages;
    }
}
