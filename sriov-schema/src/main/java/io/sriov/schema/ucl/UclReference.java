package io.sriov.schema.ucl;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.ErrorReportConfiguration;
import tools.jackson.core.io.ContentReference;

/// What locations name as the source of a text: a file, or content that is not to be shown.
final class UclReference extends ContentReference {

    private static final long serialVersionUID = 1L;

    private static final String NOT_SHOWN =
            "REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)";

    private final @Nullable String file;

    private UclReference(@Nullable Path path, ErrorReportConfiguration configuration) {
        super(true, path, configuration);
        this.file = path == null ? null : path.toString();
    }

    /// {@return a reference to a file}
    static UclReference file(Path path, ErrorReportConfiguration configuration) {
        return new UclReference(path, configuration);
    }

    /// {@return a reference to content that is not to be shown}
    static UclReference notShown(ErrorReportConfiguration configuration) {
        return new UclReference(null, configuration);
    }

    /// {@return the file's name as it was given}
    Optional<String> file() {
        return Optional.ofNullable(file);
    }

    @Override
    public StringBuilder appendSourceDescription(StringBuilder out) {
        return out.append(buildSourceDescription());
    }

    @Override
    public String buildSourceDescription() {
        return file == null ? NOT_SHOWN : file;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UclReference that && file().equals(that.file());
    }

    @Override
    public int hashCode() {
        return file().hashCode();
    }
}
