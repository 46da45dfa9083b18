package io.sriov.record;

/// A record's text is not what was once written.
final class DamagedTextException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedTextException(String message) {
        super(message);
    }

    DamagedTextException(String message, Throwable cause) {
        super(message, cause);
    }
}
