package io.sriov.cli;

import io.sriov.host.HostPlatforms;

/// One run of the command.
///
/// @param arguments what is asked for
/// @param terminal where output goes
/// @param problems where to say what is wrong
/// @param platforms the kinds of host that there are
record Invocation(
        Arguments arguments, Terminal terminal, Problems problems, HostPlatforms platforms) {

    /// {@return the same run with other arguments}
    ///
    /// @param other what is asked for
    Invocation with(Arguments other) {
        return new Invocation(other, terminal, problems, platforms);
    }
}
