package io.sriov.linux.netlink;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What a message of type `NLMSG_ERROR` says: `include/uapi/linux/netlink.h`.
///
/// @param error the error's number; 0 where the request succeeded
/// @param text what the kernel says about it; empty where it says nothing
/// @param offset where in the request the attribute is that the kernel objects to, in bytes
/// @param missing the type of the attribute that the kernel misses
record NlAck(int error, Optional<String> text, OptionalLong offset, OptionalInt missing) {
    /// ```c
    /// struct nlmsgerr {
    ///     int             error;  // -errno, or 0
    ///     struct nlmsghdr msg;    // the request's header
    ///     // the request's payload, unless NLM_F_CAPPED
    ///     // attributes, if NLM_F_ACK_TLVS
    /// };
    /// ```
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT_UNALIGNED.withName("error"), NlMessage.HEADER.withName("msg"))
                    .withName("nlmsgerr");

    /// `NLMSGERR_ATTR_MSG`.
    static final int ATTR_MSG = 1;

    /// `NLMSGERR_ATTR_OFFS`.
    static final int ATTR_OFFS = 2;

    /// `NLMSGERR_ATTR_MISS_TYPE`.
    static final int ATTR_MISS_TYPE = 5;

    private static final long ERROR = LAYOUT.byteOffset(PathElement.groupElement("error"));
    private static final long REQUEST = LAYOUT.byteOffset(PathElement.groupElement("msg"));

    /// {@return what a message says}
    ///
    /// @param message a message of type `NLMSG_ERROR`
    /// @throws MalformedMessageException when it is cut short
    static NlAck parse(NlMessage message) throws MalformedMessageException {
        NlBytes payload = message.payload();
        int error = payload.s32(ERROR);
        if (error > 0 || error == Integer.MIN_VALUE) {
            throw new MalformedMessageException(
                    payload.origin(ERROR), error + " is no negative error number");
        }
        NlBytes attributes = payload.from(LAYOUT.byteSize());
        if ((message.flags() & NlMessage.F_CAPPED) == 0 && error != 0) {
            long request = payload.u32(REQUEST + NlMessage.LENGTH);
            attributes =
                    attributes.from(
                            Math.max(0, NlMessage.align(request) - NlMessage.HEADER.byteSize()));
        }
        return (message.flags() & NlMessage.F_ACK_TLVS) == 0
                ? new NlAck(-error, Optional.empty(), OptionalLong.empty(), OptionalInt.empty())
                : withAttributes(-error, new NlAttributes(attributes));
    }

    /// {@return the exception of an error}
    ///
    /// @param object what the request was about
    /// @param request the request
    NetlinkRefusalException refusal(String object, NlRequest request) {
        String attribute = null;
        if (offset.isPresent()) {
            attribute = request.attributeAt(offset.getAsLong());
        } else if (missing.isPresent()) {
            attribute = "missing attribute " + missing.getAsInt();
        }
        return new NetlinkRefusalException(object, error, text.orElse(null), attribute);
    }

    private static NlAck withAttributes(int error, NlAttributes attributes)
            throws MalformedMessageException {
        Optional<String> text = Optional.empty();
        OptionalLong offset = OptionalLong.empty();
        OptionalInt missing = OptionalInt.empty();
        for (NlAttribute attribute : attributes.all()) {
            NlBytes value = attribute.payload();
            switch (attribute.type()) {
                case ATTR_MSG -> text = Optional.of(value.text());
                case ATTR_OFFS -> offset = OptionalLong.of(value.u32(0));
                case ATTR_MISS_TYPE -> missing = OptionalInt.of(value.s32(0));
                default -> {}
            }
        }
        return new NlAck(error, text, offset, missing);
    }
}
