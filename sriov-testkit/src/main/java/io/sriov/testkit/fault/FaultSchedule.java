package io.sriov.testkit.fault;

import java.util.List;
import java.util.stream.Collectors;

/// Faults at numbered calls or accesses, to be drawn or listed. Immutable.
///
/// @param faults the faults
public record FaultSchedule(List<Scheduled> faults) {
    /// Copies the list.
    public FaultSchedule {
        faults = List.copyOf(faults);
    }

    /// A fault.
    ///
    /// @param number at which of the calls that admit the effect it happens, from 1
    /// @param effect what happens
    public record Scheduled(int number, Effect effect) {
        @Override
        public String toString() {
            return "number " + number + " " + effect;
        }
    }

    /// Programs the faults at calls of ports.
    ///
    /// @param program where
    /// @param calls the calls that count
    /// @throws IllegalArgumentException if none of the calls admits one of the effects
    public void program(Faults program, CallSelector calls) {
        faults.forEach(fault -> program.on(calls).nth(fault.number()).has(fault.effect()));
    }

    /// Programs the faults at accesses to registers.
    ///
    /// @param program where
    /// @param accesses the accesses that count
    /// @throws IllegalArgumentException if none of the accesses admits one of the effects
    public void program(Faults program, AccessSelector accesses) {
        faults.forEach(fault -> program.on(accesses).nth(fault.number()).has(fault.effect()));
    }

    /// {@return the faults in words}
    @Override
    public String toString() {
        return faults.isEmpty()
                ? "no faults"
                : faults.stream().map(Scheduled::toString).collect(Collectors.joining("; "));
    }
}
