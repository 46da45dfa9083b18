package io.sriov.host;

import io.sriov.apply.ApplyException;
import io.sriov.plan.PlanException;
import org.jspecify.annotations.Nullable;

/// The family of everything that this SDK throws, apart from what a programming mistake causes.
///
/// Each says what was tried, on which device, and what to do about it.
public abstract sealed class SriovException extends RuntimeException
        permits HostException, PlanException, ApplyException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception.
    ///
    /// @param message what was tried, on what, and what to do, one line
    /// @param cause the cause, where there is one
    protected SriovException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
