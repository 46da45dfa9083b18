package io.sriov.apply;

/// A step failed: the way from there to restoring.
final class StepFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    StepFailedException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
