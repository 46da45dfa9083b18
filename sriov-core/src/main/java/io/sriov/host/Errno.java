package io.sriov.host;

/// The errors that kernels give for the operations of this package, by name.
///
/// Numbers differ between systems and stay with the platforms; the names do not. The texts are
/// those of strerror(3) on FreeBSD and on Linux (glibc), which also differ.
public enum Errno {
    EPERM("Operation not permitted", "Operation not permitted"),
    ENOENT("No such file or directory", "No such file or directory"),
    EINTR("Interrupted system call", "Interrupted system call"),
    EIO("Input/output error", "Input/output error"),
    ENXIO("Device not configured", "No such device or address"),
    E2BIG("Argument list too long", "Argument list too long"),
    EBADF("Bad file descriptor", "Bad file descriptor"),
    ECHILD("No child processes", "No child processes"),
    EAGAIN("Resource temporarily unavailable", "Resource temporarily unavailable"),
    ENOMEM("Cannot allocate memory", "Cannot allocate memory"),
    EACCES("Permission denied", "Permission denied"),
    EFAULT("Bad address", "Bad address"),
    EBUSY("Device busy", "Device or resource busy"),
    EEXIST("File exists", "File exists"),
    ENODEV("Operation not supported by device", "No such device"),
    ENOTDIR("Not a directory", "Not a directory"),
    EISDIR("Is a directory", "Is a directory"),
    ENFILE("Too many open files in system", "Too many open files in system"),
    EMFILE("Too many open files", "Too many open files"),
    EINVAL("Invalid argument", "Invalid argument"),
    ENOTTY("Inappropriate ioctl for device", "Inappropriate ioctl for device"),
    ENOSPC("No space left on device", "No space left on device"),
    EROFS("Read-only file system", "Read-only file system"),
    ERANGE("Result too large", "Numerical result out of range"),
    ENOSYS("Function not implemented", "Function not implemented"),
    EPROTONOSUPPORT("Protocol not supported", "Protocol not supported"),
    EADDRNOTAVAIL("Can't assign requested address", "Cannot assign requested address"),
    EOPNOTSUPP("Operation not supported", "Operation not supported"),
    EMSGSIZE("Message too long", "Message too long"),
    ENETDOWN("Network is down", "Network is down"),
    ETIMEDOUT("Operation timed out", "Connection timed out");

    private final String freebsd;
    private final String linux;

    Errno(String freebsd, String linux) {
        this.freebsd = freebsd;
        this.linux = linux;
    }

    /// {@return FreeBSD's text: `Device busy`}
    public String freebsdText() {
        return freebsd;
    }

    /// {@return the text of Linux with glibc: `Device or resource busy`}
    public String linuxText() {
        return linux;
    }
}
