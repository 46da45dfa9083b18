package io.sriov.cli;

import io.sriov.apply.Deviation;
import io.sriov.apply.Outcome;
import io.sriov.apply.StepEvidence;
import io.sriov.host.Errno;
import io.sriov.plan.Plan;
import io.sriov.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is said on standard error of an outcome: nothing where all went well.
///
/// @param failure what failed; empty where nothing did
/// @param device the PF
/// @param remarks what else is good to know
record OutcomeReport(Optional<Failure> failure, String device, List<String> remarks) {
    /// With more deviations than these, the rest is counted.
    private static final int SHOWN = 10;

    /// {@return the report}
    ///
    /// @param plan what was to be done
    /// @param outcome what came of it
    /// @param what what iovctl(8) says when it fails as a whole
    static OutcomeReport of(Plan plan, Outcome outcome, String what) {
        Optional<Failure> failure =
                switch (outcome) {
                    case Outcome.Committed _ -> Optional.empty();
                    case Outcome.Restored restored ->
                            Optional.of(
                                    failure(
                                            failingStep(plan, outcome, what),
                                            outcome.device(),
                                            restored.cause(),
                                            List.of("the state before has been restored")));
                    case Outcome.NeedsAttention attention ->
                            Optional.of(
                                    failure(
                                            failingStep(plan, outcome, what),
                                            outcome.device(),
                                            attention.cause(),
                                            attention(attention)));
                };
        return new OutcomeReport(failure, outcome.device(), outcome.remarks());
    }

    /// {@return what is said of a state that could not be restored}
    ///
    /// @param attention the outcome
    static List<String> attention(Outcome.NeedsAttention attention) {
        var details = new ArrayList<String>();
        details.add("the state before could not be restored; what differs from it:");
        List<Deviation> deviations = attention.differences();
        for (Deviation deviation : deviations.subList(0, Math.min(SHOWN, deviations.size()))) {
            details.add("  " + deviation);
        }
        if (deviations.size() > SHOWN) {
            details.add("  and " + (deviations.size() - SHOWN) + " more");
        }
        details.addAll(attention.remedies());
        return details;
    }

    /// {@return a failure with its cause first}
    ///
    /// @param what what iovctl(8) says was tried
    /// @param device on which PF
    /// @param cause why it failed
    /// @param more what came of that
    static Failure failure(
            String what, String device, io.sriov.apply.Failure cause, List<String> more) {
        var details = new ArrayList<String>();
        Optional<Errno> errno = cause.errno();
        if (errno.isPresent()) {
            details.add(cause.message());
            details.addAll(more);
            return Failures.with(what, device, errno.get(), details);
        }
        cause.remedy().ifPresent(details::add);
        details.addAll(more);
        return new Failure(what + ": " + cause.message(), device, null, details);
    }

    /// A change destroys VFs first: when that fails, iovctl's line is the one about deleting.
    private static String failingStep(Plan plan, Outcome outcome, String what) {
        long done =
                outcome.evidence().stream()
                        .takeWhile(StepEvidence::succeeded)
                        .filter(step -> step.phase() == StepEvidence.Phase.APPLY)
                        .count();
        boolean failedInApply =
                outcome.evidence().stream()
                        .anyMatch(step ->
                                step.phase() == StepEvidence.Phase.APPLY && !step.succeeded());
        return failedInApply
                        && done < plan.steps().size()
                        && plan.steps().get((int) done) instanceof Step.DestroyVfs
                ? Failures.DELETE
                : what;
    }

    /// Says it.
    ///
    /// @param problems where to
    void tell(Problems problems) {
        failure.ifPresent(problems::failure);
        remarks.forEach(remark -> problems.notice(device, remark));
    }
}
