package io.sriov.cli;

import io.sriov.Sriov;
import io.sriov.host.Errno;
import io.sriov.host.SriovException;
import io.sriov.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/// `-D`: destroys all VFs of PFs, or shows how that would be done.
final class Delete implements Verb {

    @Override
    public int run(Invocation invocation) {
        List<Pf> pfs = Pf.named(invocation.arguments());
        try (Sriov sriov = Hosts.open(invocation)) {
            List<Plan> plans = plans(pfs, sriov);
            if (invocation.arguments().plan()) {
                return ShowPlan.print(plans, invocation);
            }
            // A PF that has none already does not keep the others' VFs alive.
            List<Plan> needed = plans.stream().filter(plan -> !plan.isEmpty()).toList();
            boolean deleted = new PlanRunner(sriov, invocation, Failures.DELETE).run(needed);
            plans.stream().filter(Plan::isEmpty).forEach(plan -> noVfs(plan, invocation));
            return deleted && needed.size() == plans.size() ? 0 : 1;
        }
    }

    private static List<Plan> plans(List<Pf> pfs, Sriov sriov) {
        List<String> devices =
                pfs.stream().map(pf -> pf.open(sriov.host()).device()).distinct().toList();
        var plans = new ArrayList<Plan>();
        var failures = new ArrayList<Failure>();
        for (String device : devices) {
            try {
                plans.add(sriov.planRemoval(device));
            } catch (SriovException e) {
                failures.add(Failures.of(Failures.DELETE, e));
            }
        }
        if (!failures.isEmpty()) {
            throw new CommandException(failures);
        }
        return plans;
    }

    private static void noVfs(Plan plan, Invocation invocation) {
        invocation
                .problems()
                .failure(
                        Failures.with(
                                Failures.DELETE,
                                plan.device(),
                                Errno.ECHILD,
                                List.of(plan.device() + " has no VFs")));
    }
}
