package io.sriov.host;

import io.sriov.service.Providers;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The platforms that this program can drive, and opening one of them by name. Immutable and
/// thread-safe.
public final class HostPlatforms {
    private final List<HostPlatform> platforms;

    private HostPlatforms(List<HostPlatform> platforms) {
        this.platforms =
                platforms.stream().sorted(Comparator.comparing(HostPlatform::name)).toList();
    }

    /// {@return the platforms on the module path and the class path; one that cannot be loaded is
    /// left out and logged}
    public static HostPlatforms installed() {
        return new HostPlatforms(Providers.installed(HostPlatform.class));
    }

    /// {@return these platforms and no others}
    ///
    /// @param platforms the platforms
    public static HostPlatforms of(List<HostPlatform> platforms) {
        return new HostPlatforms(platforms);
    }

    /// {@return the platforms, by name}
    public List<HostPlatform> all() {
        return platforms;
    }

    /// Opens a host.
    ///
    /// @param host `NAME` or `NAME:ARGUMENT`
    /// @return the host, to be closed by the caller
    /// @throws HostException with [Errno#ENOENT] when there is no platform of that name, naming
    ///   those there are; or whatever the platform says
    public Host open(String host) {
        int colon = host.indexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        if (colon >= 0 && colon == host.length() - 1) {
            throw new HostException(
                    HostException.Operation.OPEN_HOST,
                    "'" + host + "'",
                    Errno.EINVAL,
                    "nothing stands behind the colon",
                    "name what it is to open, or leave the colon out");
        }
        for (HostPlatform platform : platforms) {
            if (platform.name().equals(name)) {
                return platform.open(colon < 0 ? "" : host.substring(colon + 1));
            }
        }
        throw new HostException(
                HostException.Operation.OPEN_HOST,
                "'" + host + "'",
                Errno.ENOENT,
                "there is no host platform '" + name + "'",
                platforms.isEmpty() ? "none is installed" : "there are: " + names());
    }

    /// Opens the machine that this runs on.
    ///
    /// @return the host, to be closed by the caller
    /// @throws HostException with [Errno#EOPNOTSUPP] when no platform drives this machine; or
    ///   whatever the platform says
    public Host openNative() {
        Optional<HostPlatform> platform =
                platforms.stream().filter(HostPlatform::isNative).findFirst();
        return platform.orElseThrow(() ->
                        new HostException(
                                HostException.Operation.OPEN_HOST,
                                "this machine",
                                Errno.EOPNOTSUPP,
                                "no installed host platform drives "
                                        + System.getProperty("os.name"),
                                platforms.isEmpty()
                                        ? "none is installed"
                                        : "name one of: " + names()))
                .open("");
    }

    private String names() {
        return platforms.stream().map(HostPlatform::name).collect(Collectors.joining(", "));
    }
}
