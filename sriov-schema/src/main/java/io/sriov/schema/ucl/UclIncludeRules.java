package io.sriov.schema.ucl;

import java.io.Serializable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Which files text may make the reader open, and how much of them.
///
/// Paths are kept as strings because factories are serializable.
record UclIncludeRules(
        @Nullable String root,
        @Nullable String workingDirectory,
        int maxDepth,
        int maxFiles,
        long maxBytes,
        int maxInherited)
        implements Serializable {

    /// No root; libucl's own depth.
    static final UclIncludeRules DEFAULT =
            new UclIncludeRules(null, null, 15, 1000, 16L << 20, 4_000_000);

    /// {@return where relative names start}
    Path startingDirectory() {
        return workingDirectory == null ? Path.of("").toAbsolutePath() : Path.of(workingDirectory);
    }

    UclIncludeRules withRoot(String newRoot) {
        return new UclIncludeRules(
                newRoot, workingDirectory, maxDepth, maxFiles, maxBytes, maxInherited);
    }

    UclIncludeRules withWorkingDirectory(String directory) {
        return new UclIncludeRules(root, directory, maxDepth, maxFiles, maxBytes, maxInherited);
    }

    UclIncludeRules withMaxDepth(int depth) {
        return new UclIncludeRules(root, workingDirectory, depth, maxFiles, maxBytes, maxInherited);
    }

    UclIncludeRules withMaxFiles(int files) {
        return new UclIncludeRules(root, workingDirectory, maxDepth, files, maxBytes, maxInherited);
    }

    UclIncludeRules withMaxBytes(long bytes) {
        return new UclIncludeRules(root, workingDirectory, maxDepth, maxFiles, bytes, maxInherited);
    }

    UclIncludeRules withMaxInherited(int values) {
        return new UclIncludeRules(root, workingDirectory, maxDepth, maxFiles, maxBytes, values);
    }
}
