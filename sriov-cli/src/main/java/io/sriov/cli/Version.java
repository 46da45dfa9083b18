package io.sriov.cli;

import java.lang.module.ModuleDescriptor;

/// The version that this is.
final class Version {
    private Version() {}

    /// {@return `iovctl VERSION`: that of the module, or of the jar where it is on the class path}
    static String text() {
        ModuleDescriptor module = Version.class.getModule().getDescriptor();
        String version =
                module == null
                        ? Version.class.getPackage().getImplementationVersion()
                        : module.rawVersion().orElse(null);
        return "iovctl " + (version == null ? "(unpackaged)" : version) + "\n";
    }
}
