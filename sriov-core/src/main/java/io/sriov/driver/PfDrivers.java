package io.sriov.driver;

import io.sriov.service.Providers;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The PF drivers that are at hand, and finding the one for a PF. Immutable and thread-safe.
public final class PfDrivers {
    private final List<PfDriverProvider> providers;

    private PfDrivers(List<PfDriverProvider> providers) {
        this.providers =
                providers.stream().sorted(Comparator.comparing(PfDriverProvider::name)).toList();
    }

    /// {@return the drivers on the module path and the class path; one that cannot be loaded is
    /// left out and logged}
    public static PfDrivers installed() {
        return new PfDrivers(Providers.installed(PfDriverProvider.class));
    }

    /// {@return these drivers and no others}
    ///
    /// @param providers the drivers
    public static PfDrivers of(List<PfDriverProvider> providers) {
        return new PfDrivers(providers);
    }

    /// {@return the drivers, by name}
    public List<PfDriverProvider> all() {
        return providers;
    }

    /// {@return a driver for a PF, made by the first provider in the order of names that supports
    /// it; empty where none does}
    ///
    /// @param pf the PF
    public Optional<PfDriver> attach(PfIdentity pf) {
        return providers.stream()
                .filter(provider -> provider.supports(pf))
                .findFirst()
                .map(provider -> provider.attach(pf));
    }
}
