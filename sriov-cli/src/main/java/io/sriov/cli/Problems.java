package io.sriov.cli;

import io.sriov.schema.diagnostic.DiagnosticReport;

/// Where a command says what is wrong: standard error, for people or for programs.
interface Problems {

    /// Says what is wrong with an input; nothing where nothing is.
    ///
    /// @param report the problems
    void report(DiagnosticReport report);

    /// Says why something was not done.
    ///
    /// @param failure what failed
    void failure(Failure failure);

    /// Says something that is good to know and stops nothing.
    ///
    /// @param device the PF concerned
    /// @param message one line
    void notice(String device, String message);
}
