package io.sriov.cli;

import io.sriov.host.Errno;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Why something was not done.
///
/// @param message what iovctl(8) says, without its name in front
/// @param device the PF concerned, where it is one
/// @param errno the kernel's reason, where it is one
/// @param details what more there is to say: who is in the way, what to do
record Failure(
        String message, @Nullable String device, @Nullable Errno errno, List<String> details) {

    Failure {
        details = List.copyOf(details);
    }

    /// {@return a failure that concerns no PF}
    ///
    /// @param message what to say
    /// @param details what more there is to say
    static Failure of(String message, String... details) {
        return new Failure(message, null, null, List.of(details));
    }

    /// {@return the same, with another detail}
    ///
    /// @param detail what more there is to say
    Failure with(String detail) {
        return new Failure(
                message,
                device,
                errno,
                Stream.concat(details.stream(), Stream.of(detail)).toList());
    }
}
