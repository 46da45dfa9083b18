package io.sriov.testkit.tck;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// A clause could not be tried, for which the bench is to blame, not the plug-in.
final class BenchProblem extends AssertionError {
    @Serial private static final long serialVersionUID = 1;

    BenchProblem(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
