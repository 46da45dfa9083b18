package io.sriov.linux.netlink;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The kernel, or a driver of its, refused a request.
public final class NetlinkRefusalException extends NetlinkException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String kernelText;
    private final @Nullable String attribute;

    NetlinkRefusalException(
            String object, int number, @Nullable String kernelText, @Nullable String attribute) {
        super(
                object,
                number,
                (kernelText == null ? text(number) : kernelText)
                        + (attribute == null ? "" : " (" + attribute + ")"));
        this.kernelText = kernelText;
        this.attribute = attribute;
    }

    /// {@return what the kernel says beside the number (`NLMSGERR_ATTR_MSG`); empty where it says
    /// nothing}
    public Optional<String> kernelText() {
        return Optional.ofNullable(kernelText);
    }

    /// {@return the attribute of the request that the kernel objects to (`NLMSGERR_ATTR_OFFS`):
    /// `IFLA_VF_MAC`, or `offset 52`; the one that it misses (`NLMSGERR_ATTR_MISS_TYPE`): `missing
    /// attribute 3`; empty where it names none}
    public Optional<String> attribute() {
        return Optional.ofNullable(attribute);
    }

    /// {@return whether the same request may succeed a moment later: EAGAIN and EBUSY, which
    /// drivers give while a VF is in reset}
    boolean transientFailure() {
        return number() == ErrnoNumber.EAGAIN || number() == ErrnoNumber.EBUSY;
    }
}
