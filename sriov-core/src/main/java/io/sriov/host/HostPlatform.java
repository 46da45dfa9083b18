package io.sriov.host;

/// A kind of host that the SDK can drive: a real kernel, or the simulated one.
///
/// Found by `ServiceLoader`; `iovctl --host NAME:ARGUMENT` opens the platform with that name.
/// Implementations are stateless and thread-safe.
public interface HostPlatform {

    /// {@return the platform's name, as it stands before the colon: `sim`}
    String name();

    /// {@return one line for people that says what the platform is and what its argument means}
    String description();

    /// {@return whether the machine that this runs on is such a host, so that it may be used where
    /// nobody names one}
    boolean isNative();

    /// Makes sure that this machine is such a host, for platforms that drive the machine itself.
    ///
    /// @param system what the machine has to run: `FreeBSD`
    /// @throws HostException with [Errno#EOPNOTSUPP] when it runs something else
    default void requireNative(String system) {
        if (!isNative()) {
            throw new HostException(
                    HostException.Operation.OPEN_HOST,
                    "'" + name() + "'",
                    Errno.EOPNOTSUPP,
                    "this machine runs " + System.getProperty("os.name") + ", not " + system,
                    "leave the host out to use this machine, or name another kind of host");
        }
    }

    /// Opens a host.
    ///
    /// @param argument what stands behind the colon; empty where nothing does
    /// @return the host, to be closed by the caller
    /// @throws HostException when the host cannot be opened; the message says why and what to do
    Host open(String argument);
}
