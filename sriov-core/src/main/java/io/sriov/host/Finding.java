package io.sriov.host;

import java.util.Optional;

/// What an examination of a host has found about one thing. Immutable.
///
/// @param level whether it is as it should be
/// @param subject what was looked at: `iommu`, or a PF's device name
/// @param message what was found, one clause
/// @param remedy what to do about it, where there is something to say
public record Finding(Level level, String subject, String message, Optional<String> remedy) {
    /// Whether something is as it should be.
    public enum Level {
        /// It is.
        OK,
        /// Something that the SDK can do does not work, or not well.
        WARN,
        /// VFs can be neither created nor destroyed like this.
        FAIL
    }

    /// {@return a finding about something that is as it should be}
    ///
    /// @param subject what was looked at
    /// @param message what was found
    public static Finding ok(String subject, String message) {
        return new Finding(Level.OK, subject, message, Optional.empty());
    }

    /// {@return a finding about something that keeps part of the work from being done}
    ///
    /// @param subject what was looked at
    /// @param message what was found
    /// @param remedy what to do
    public static Finding warn(String subject, String message, String remedy) {
        return new Finding(Level.WARN, subject, message, Optional.of(remedy));
    }

    /// {@return a finding about something that keeps VFs from being created or destroyed}
    ///
    /// @param subject what was looked at
    /// @param message what was found
    /// @param remedy what to do
    public static Finding fail(String subject, String message, String remedy) {
        return new Finding(Level.FAIL, subject, message, Optional.of(remedy));
    }

    /// {@return a finding about something that a host refuses}
    ///
    /// @param subject what was looked at
    /// @param refusal how it was refused
    public static Finding fail(String subject, HostException refusal) {
        String message = String.valueOf(refusal.getMessage());
        String end = refusal.remedy().map(remedy -> "; " + remedy).orElse("");
        return new Finding(
                Level.FAIL,
                subject,
                message.endsWith(end)
                        ? message.substring(0, message.length() - end.length())
                        : message,
                refusal.remedy());
    }
}
