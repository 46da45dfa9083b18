package io.sriov.linux.netlink;

import io.sriov.host.Errno;
import io.sriov.linux.sys.LinuxErrno;

/// The kernel could not be asked, refused, or answered what cannot be read. Whoever knows what the
/// request was for makes a [HostException][io.sriov.host.HostException] of it.
public abstract sealed class NetlinkException extends Exception
        permits NetlinkRefusalException,
                NetlinkSocketException,
                MalformedMessageException,
                RateUnknownException {
    private static final long serialVersionUID = 1L;

    private final String object;
    private final int number;
    private final String text;

    NetlinkException(String object, int number, String text) {
        super(object + ": " + name(number) + ", " + text, null, false, false);
        this.object = object;
        this.number = number;
        this.text = text;
    }

    private static String name(int number) {
        return LinuxErrno.of(number).map(Errno::name).orElse("error number " + number);
    }

    /// {@return what an error number says: `Device or resource busy`}
    static String text(int number) {
        return LinuxErrno.of(number).map(Errno::linuxText).orElse("unnamed error");
    }

    /// {@return what the request was about: `link 3`, `VF 5 of link 3`}
    public String object() {
        return object;
    }

    /// {@return the error's number on Linux, positive}
    public int number() {
        return number;
    }

    /// {@return the error; [Errno#EIO] where its number has no name here}
    public Errno errno() {
        return LinuxErrno.of(number).orElse(Errno.EIO);
    }

    /// {@return what happened, in the kernel's own words where it has given any}
    public String text() {
        return text;
    }
}
