package io.sriov.apply;

import java.time.Duration;
import java.util.Optional;

/// What was done, and what came of it.
///
/// @param phase to what end
/// @param action what was done, in the imperative: `create 8 VFs of ix0`
/// @param duration how long it took
/// @param readBack what was read back afterwards: `8 VFs enabled, VF-0..VF-7 present`; empty where
///   nothing was read
/// @param failure why it failed, where it did
public record StepEvidence(
        Phase phase, String action, Duration duration, String readBack, Optional<Failure> failure) {

    /// To what end something is done.
    public enum Phase {
        /// Carrying out the plan.
        APPLY("apply"),
        /// Reading back what came of it.
        VERIFY("verify"),
        /// Recording that it is done.
        RECORD("record"),
        /// Restoring the previous state.
        RESTORE("restore");

        private final String label;

        Phase(String label) {
            this.label = label;
        }

        /// {@return the phase in a word, for people and programs}
        public String label() {
            return label;
        }
    }

    /// {@return whether it succeeded}
    public boolean succeeded() {
        return failure.isEmpty();
    }
}
