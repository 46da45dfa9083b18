package io.sriov.linux.netlink;

/// The socket failed: it cannot be had, or no answer came in time.
public final class NetlinkSocketException extends NetlinkException {
    private static final long serialVersionUID = 1L;

    NetlinkSocketException(String object, int number, String text) {
        super(object, number, text);
    }

    /// {@return what a call gave, when it has not failed}
    ///
    /// @param object what the request is about
    /// @param call the call's name
    /// @param result a result, or `-errno`
    /// @throws NetlinkSocketException when it is `-errno`
    static long check(String object, String call, long result) throws NetlinkSocketException {
        if (result < 0) {
            int number = (int) -result;
            throw new NetlinkSocketException(object, number, text(number) + " (" + call + ")");
        }
        return result;
    }
}
