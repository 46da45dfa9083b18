package io.sriov;

import io.sriov.apply.Outcome;
import io.sriov.plan.Plan;
import java.util.List;

/// What came of applying several plans one after the other. Immutable and thread-safe.
///
/// @param outcomes what came of those that were tried, in their order; only the last can be other
///   than `Committed`
/// @param notAttempted those that were not tried, because one before them failed
public record BatchOutcome(List<Outcome> outcomes, List<Plan> notAttempted) {

    /// Copies the lists.
    public BatchOutcome {
        outcomes = List.copyOf(outcomes);
        notAttempted = List.copyOf(notAttempted);
    }

    /// {@return whether all that was asked for is in force}
    public boolean committed() {
        return notAttempted.isEmpty() && outcomes.stream().allMatch(Outcome::committed);
    }
}
