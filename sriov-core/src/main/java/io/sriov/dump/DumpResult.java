package io.sriov.dump;

import io.sriov.schema.diagnostic.DiagnosticReport;
import java.util.Optional;

/// What came of reading a dump. Immutable and thread-safe.
///
/// @param dump the dump; present exactly where the report has no error
/// @param report every problem
public record DumpResult(Optional<MachineDump> dump, DiagnosticReport report) {

    /// {@return the dump}
    ///
    /// @throws IllegalArgumentException where there is none; the message is the whole report
    public MachineDump orElseThrow() {
        return dump.orElseThrow(() -> new IllegalArgumentException(report.toString()));
    }
}
