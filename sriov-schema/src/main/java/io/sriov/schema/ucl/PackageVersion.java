package io.sriov.schema.ucl;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.core.Versioned;
import tools.jackson.core.util.VersionUtil;

/// The version of this data format, taken from the manifest or module descriptor it was packaged
/// with; [Version#unknownVersion()] when it runs from bare classes.
public final class PackageVersion implements Versioned {

    /// The one value.
    public static final Version VERSION = read();

    /// For Jackson, which instantiates this class when it checks compatibility.
    public PackageVersion() {}

    @Override
    public Version version() {
        return VERSION;
    }

    private static Version read() {
        @Nullable String text = PackageVersion.class.getPackage().getImplementationVersion();
        if (text == null && PackageVersion.class.getModule().getDescriptor() != null) {
            text = PackageVersion.class.getModule().getDescriptor().rawVersion().orElse(null);
        }
        return text == null
                ? Version.unknownVersion()
                : VersionUtil.parseVersion(text, "io.sriov", "sriov-schema");
    }
}
