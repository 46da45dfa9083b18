package io.sriov.cli;

import io.sriov.Sriov;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Consent;
import io.sriov.apply.Outcome;
import io.sriov.host.SriovException;
import io.sriov.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/// Carries out the plans of a command: none before all are allowed, then each for itself.
final class PlanRunner {
    private final Sriov sriov;
    private final Invocation invocation;
    private final String what;

    /// Creates the runner.
    ///
    /// @param sriov the host's devices
    /// @param invocation what is asked for
    /// @param what what iovctl(8) says when it fails
    PlanRunner(Sriov sriov, Invocation invocation, String what) {
        this.sriov = sriov;
        this.invocation = invocation;
        this.what = what;
    }

    /// Carries out plans.
    ///
    /// @param plans the plans, each for another PF
    /// @return whether all of them were committed
    /// @throws CommandException when one of them would destroy more than the command line consents
    ///   to; nothing was touched
    boolean run(List<Plan> plans) {
        var refusals = new ArrayList<Failure>();
        for (Plan plan : plans) {
            Refusal.of(plan, invocation.arguments(), what).ifPresent(refusals::add);
        }
        if (!refusals.isEmpty()) {
            throw new CommandException(refusals);
        }
        boolean committed = true;
        for (Plan plan : plans) {
            committed &= apply(plan);
        }
        return committed;
    }

    private boolean apply(Plan plan) {
        Outcome outcome;
        try (var progress = new ProgressLine(invocation)) {
            Consent consent =
                    invocation.arguments().destroyInUse()
                            ? Consent.forDevice(plan.device())
                            : Consent.none();
            outcome = sriov.apply(plan, new ApplyOptions(consent, progress));
        } catch (SriovException e) {
            invocation.problems().failure(Failures.of(what, e));
            return false;
        }
        if (invocation.arguments().format() == OutputFormat.JSON) {
            invocation.terminal().print(outcome.toJson() + "\n");
        }
        OutcomeReport.of(plan, outcome, what).tell(invocation.problems());
        return outcome.committed();
    }
}
