package io.sriov.apply;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import java.util.Optional;

/// Why a step failed.
///
/// @param message what was tried and what went wrong, one line
/// @param errno what the kernel said, where it was the kernel
/// @param remedy what to do about it, where there is something to say
public record Failure(String message, Optional<Errno> errno, Optional<String> remedy) {

    static Failure of(RuntimeException e) {
        if (e instanceof HostException refusal) {
            return new Failure(
                    refusal.getMessage() == null ? refusal.toString() : refusal.getMessage(),
                    Optional.of(refusal.errno()),
                    refusal.remedy());
        }
        return new Failure(
                "unexpected " + e,
                Optional.empty(),
                Optional.of("report this to the authors of the host platform"));
    }

    static Failure of(String message, String remedy) {
        return new Failure(message, Optional.empty(), Optional.of(remedy));
    }
}
