package io.sriov.testkit.machine;

import io.sriov.schema.diagnostic.DiagnosticReport;
import io.sriov.testkit.sim.SimulatedMachine;
import java.util.Optional;

/// What came of reading the description of a machine. Immutable and thread-safe.
///
/// @param machine the machine; present exactly where the report has no error
/// @param report every problem
public record MachineResult(Optional<SimulatedMachine> machine, DiagnosticReport report) {

    /// {@return the machine}
    ///
    /// @throws IllegalArgumentException where there is none; the message is the whole report
    public SimulatedMachine orElseThrow() {
        return machine.orElseThrow(() -> new IllegalArgumentException(report.toString()));
    }
}
