package io.sriov.linux.netlink;

import java.util.Optional;
import java.util.OptionalInt;

/// Reads what a link is from an answer to [LinkRequest#getLink(int, int)], which must not have been
/// asked for VFs: see [VfListReply].
final class LinkReply {
    private LinkReply() {}

    /// {@return the attributes of an answer}
    ///
    /// @param message the answer
    /// @param ifindex the link that was asked for
    /// @throws MalformedMessageException when it is no answer to that
    static NlAttributes attributes(NlMessage message, int ifindex)
            throws MalformedMessageException {
        NlBytes payload = message.payload();
        if (message.type() != IfInfo.RTM_NEWLINK) {
            throw new MalformedMessageException(
                    payload.origin(NlMessage.TYPE - NlMessage.HEADER.byteSize()),
                    "a message of type " + message.type() + " answers RTM_GETLINK");
        }
        int index = payload.s32(IfInfo.INDEX);
        if (index != ifindex) {
            throw new MalformedMessageException(
                    payload.origin(IfInfo.INDEX), "link " + index + " answers for " + ifindex);
        }
        return new NlAttributes(payload.from(IfInfo.LAYOUT.byteSize()));
    }

    /// {@return the link}
    ///
    /// @param message the answer
    /// @param ifindex the link that was asked for
    /// @throws MalformedMessageException when it is no answer to that
    static Link read(NlMessage message, int ifindex) throws MalformedMessageException {
        NlAttributes attributes = attributes(message, ifindex);
        Optional<String> name = Optional.empty();
        OperState state = OperState.UNKNOWN;
        Optional<LinkAddress> address = Optional.empty();
        OptionalInt master = OptionalInt.empty();
        for (NlAttribute attribute : attributes.all()) {
            NlBytes value = attribute.payload();
            switch (attribute.type()) {
                case IfInfo.IFNAME -> name = Optional.of(value.text());
                case IfInfo.OPERSTATE -> state = OperState.of(value.u8(0));
                case IfInfo.ADDRESS ->
                        address = Optional.of(LinkAddress.of(value.copy(0, value.size())));
                case IfInfo.MASTER -> master = OptionalInt.of(value.s32(0));
                default -> {}
            }
        }
        if (name.isEmpty()) {
            throw new MalformedMessageException(
                    attributes.rest().origin(0), "the answer ends without a name");
        }
        return new Link(
                ifindex, name.get(), message.payload().s32(IfInfo.FLAGS), state, address, master);
    }
}
