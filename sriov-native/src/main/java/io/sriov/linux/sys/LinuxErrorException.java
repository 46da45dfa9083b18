package io.sriov.linux.sys;

import io.sriov.host.Errno;

/// A system call failed. Whoever knows what it was for makes a
/// [HostException][io.sriov.host.HostException] of it.
public final class LinuxErrorException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String object;
    private final int number;

    /// Creates the exception.
    ///
    /// @param object the file, socket or device that the call was about
    /// @param number the error's number
    public LinuxErrorException(String object, int number) {
        super(object + ": " + text(number), null, false, false);
        this.object = object;
        this.number = number;
    }

    private static String text(int number) {
        return LinuxErrno.of(number)
                .map(errno -> errno + ", " + errno.linuxText())
                .orElse("error number " + number);
    }

    /// {@return what a call gave, when it has not failed}
    ///
    /// @param object what the call was about
    /// @param result a result, or `-errno`
    /// @throws LinuxErrorException when it is `-errno`
    public static long check(String object, long result) throws LinuxErrorException {
        if (result < 0) {
            throw new LinuxErrorException(object, (int) -result);
        }
        return result;
    }

    /// {@return the file, socket or device that the call was about}
    public String object() {
        return object;
    }

    /// {@return whether the error's number has a name here; drivers give others as well, such as
    /// 524}
    public boolean isNamed() {
        return LinuxErrno.of(number).isPresent();
    }

    /// {@return the error; [Errno#EIO] where its number has no name here}
    public Errno errno() {
        return LinuxErrno.of(number).orElse(Errno.EIO);
    }

    /// {@return what the error says: `Device or resource busy`, or its number where it has no name
    /// here}
    public String text() {
        return LinuxErrno.of(number).map(Errno::linuxText).orElse("error number " + number);
    }
}
