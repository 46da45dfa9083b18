package io.sriov.testkit.sim;

import org.jspecify.annotations.Nullable;

/// A state file cannot be used; the message begins with the file, line and column.
final class StateException extends Exception {
    private static final long serialVersionUID = 1L;

    StateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
