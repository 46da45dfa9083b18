package io.sriov.linux.netlink;

/// One rate of a VF is to be set, and the other one, which goes with it in one attribute, is not
/// known. Nothing was changed.
public final class RateUnknownException extends NetlinkException {
    private static final long serialVersionUID = 1L;

    RateUnknownException(String object) {
        super(
                object,
                ErrnoNumber.EOPNOTSUPP,
                "the kernel takes both rates at once, and does not tell the one to keep;"
                        + " declare both");
    }
}
