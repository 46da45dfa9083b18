package io.sriov.host;

/// What a device has of one parameter of a VF, or why that is not known. That a driver does not
/// report a parameter is not the same as the parameter's being off. Immutable.
///
/// @param parameter the parameter's name, as the PF's schema has it
/// @param state whether it is known
/// @param text the value for people, where it is known; otherwise why it is not, one clause
public record ParameterReading(String parameter, State state, String text) {
    /// Whether a parameter is known.
    public enum State {
        /// It is.
        KNOWN,
        /// The driver does not tell it.
        UNSUPPORTED,
        /// It could not be asked for this time.
        UNKNOWN
    }

    /// {@return a parameter with its value}
    ///
    /// @param parameter the parameter's name
    /// @param value its value for people
    public static ParameterReading known(String parameter, String value) {
        return new ParameterReading(parameter, State.KNOWN, value);
    }

    /// {@return whether it is known}
    public boolean isKnown() {
        return state == State.KNOWN;
    }
}
