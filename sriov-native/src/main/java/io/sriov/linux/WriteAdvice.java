package io.sriov.linux;

import io.sriov.host.Errno;
import java.util.Optional;

/// What to do when an attribute of a PF cannot be written at all, whatever is written.
final class WriteAdvice {
    private WriteAdvice() {}

    /// {@return what to do; empty where the error is about what was written}
    static Optional<String> of(Errno errno) {
        return switch (errno) {
            case EACCES -> Optional.of("run as root, or with CAP_DAC_OVERRIDE");
            case EROFS ->
                    Optional.of(
                            "mount sysfs writable: in a container, run it privileged or give it"
                                    + " the host's /sys");
            default -> Optional.empty();
        };
    }
}
