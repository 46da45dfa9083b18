package io.sriov.linux.netlink;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads attributes one after the other, and looks at none before it is asked for. For one thread.
final class NlAttributes {
    private NlBytes rest;

    /// Starts reading.
    ///
    /// @param attributes the bytes that hold them and nothing else
    NlAttributes(NlBytes attributes) {
        rest = attributes;
    }

    /// {@return what has not been read yet, the next attribute's header first}
    NlBytes rest() {
        return rest;
    }

    /// {@return the type of the attribute that comes next, whatever its length claims; -1 where
    /// none does}
    ///
    /// @throws MalformedMessageException when its header is cut short
    int nextType() throws MalformedMessageException {
        return rest.size() == 0 ? -1 : rest.u16(NlAttribute.TYPE) & NlAttribute.TYPE_MASK;
    }

    /// {@return all attributes that come next}
    ///
    /// @throws MalformedMessageException when one of them is cut short, or shorter than its header
    List<NlAttribute> all() throws MalformedMessageException {
        var all = new ArrayList<NlAttribute>();
        Optional<NlAttribute> next = next();
        while (next.isPresent()) {
            all.add(next.get());
            next = next();
        }
        return all;
    }

    /// {@return the attribute that comes next; empty where none does}
    ///
    /// @throws MalformedMessageException when it is cut short, or shorter than its header
    Optional<NlAttribute> next() throws MalformedMessageException {
        int type = nextType();
        if (type < 0) {
            return Optional.empty();
        }
        int length = rest.u16(NlAttribute.LENGTH);
        long header = NlAttribute.HEADER.byteSize();
        if (length < header) {
            throw new MalformedMessageException(
                    rest.origin(NlAttribute.LENGTH), "an attribute of " + length + " bytes");
        }
        NlBytes payload = rest.slice(0, length).from(header);
        rest = rest.from(Math.min(NlMessage.align(length), rest.size()));
        return Optional.of(new NlAttribute(type, payload));
    }
}
