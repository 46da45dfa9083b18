package io.sriov.schema.ucl;

import java.nio.file.Path;
import tools.jackson.core.ErrorReportConfiguration;
import tools.jackson.core.io.ContentReference;

/// Content that is a file: locations show its name.
final class UclFileReference extends ContentReference {

    private static final long serialVersionUID = 1L;

    private final String name;

    UclFileReference(Path path, ErrorReportConfiguration configuration) {
        super(false, path, configuration);
        this.name = path.toString();
    }

    /// {@return the name as it was given, for messages}
    String name() {
        return name;
    }

    @Override
    public StringBuilder appendSourceDescription(StringBuilder out) {
        return out.append(name);
    }

    @Override
    public String buildSourceDescription() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UclFileReference that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
