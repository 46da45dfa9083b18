package io.sriov.service;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/// Finds the providers of a service; a broken one does not stand in the way of the others.
public final class Providers {
    private Providers() {}

    /// {@return the providers on the module path and the class path; one that cannot be loaded is
    /// left out and logged}
    ///
    /// @param service a service that this module declares to use
    /// @param <S> the service
    public static <S> List<S> installed(Class<S> service) {
        var found = new ArrayList<S>();
        var providers = ServiceLoader.load(service).iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return found;
                }
                found.add(providers.next());
            } catch (ServiceConfigurationError e) {
                System.getLogger(Providers.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "a provider of " + service.getSimpleName() + " cannot be loaded",
                                e);
            }
        }
    }
}
