package io.sriov.linux.netlink;

import java.util.Optional;

/// The names of the attributes in a [LinkRequest] by where they are in it.
final class AttributePlace {
    /// The attributes of VFs are in `IFLA_VF_INFO` in `IFLA_VFINFO_LIST`.
    private static final int DEEPEST = 2;

    private AttributePlace() {}

    /// {@return the name of the innermost attribute at a place: `IFLA_VF_MAC`; `offset 4` where
    /// there is none}
    ///
    /// @param request the request's message
    /// @param offset the place, in bytes from the beginning of the message
    static String name(byte[] request, long offset) {
        String name = "offset " + offset;
        try {
            NlBytes area =
                    NlBytes.of(request)
                            .from(NlMessage.HEADER.byteSize() + IfInfo.LAYOUT.byteSize());
            for (int depth = 0; depth <= DEEPEST; depth++) {
                Optional<NlAttribute> found = at(area, offset);
                if (found.isEmpty()) {
                    break;
                }
                name = name(depth, found.get().type());
                if (found.get().type() == IfInfo.EXT_MASK) {
                    break;
                }
                area = found.get().payload();
            }
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("a request of our own", e);
        }
        return name;
    }

    private static Optional<NlAttribute> at(NlBytes area, long offset)
            throws MalformedMessageException {
        var attributes = new NlAttributes(area);
        while (true) {
            long start = attributes.rest().origin(0);
            Optional<NlAttribute> next = attributes.next();
            if (next.isEmpty()) {
                return next;
            }
            NlBytes payload = next.get().payload();
            if (offset >= start && offset < payload.origin(payload.size())) {
                return next;
            }
        }
    }

    private static String name(int depth, int type) {
        return switch (depth) {
            case 0 -> type == IfInfo.EXT_MASK ? "IFLA_EXT_MASK" : "IFLA_VFINFO_LIST";
            case 1 -> "IFLA_VF_INFO";
            default ->
                    VfAttribute.of(type).map(VfAttribute::kernelName).orElse("attribute " + type);
        };
    }
}
