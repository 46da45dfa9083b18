package io.sriov.cli;

import io.sriov.Sriov;
import io.sriov.host.SriovException;
import io.sriov.plan.Plan;
import io.sriov.plan.PlanException;
import io.sriov.plan.PlanProblem;
import io.sriov.schema.config.ConfigDocument;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `-C`: creates the VFs of configurations, or shows how that would be done.
final class Configure implements Verb {

    @Override
    public int run(Invocation invocation) {
        List<ConfigDocument> documents = ConfigFiles.read(invocation.arguments());
        try (Sriov sriov = Hosts.open(invocation)) {
            List<IovConfig> configs =
                    CheckedConfigs.of(
                            documents,
                            device -> Pf.schema(Pf.of(device).open(sriov.host())),
                            config -> Pf.of(config.device()).open(sriov.host()).check(config),
                            invocation.problems());
            List<Plan> plans = plans(configs, sriov);
            if (invocation.arguments().plan()) {
                return ShowPlan.print(plans, invocation);
            }
            return new PlanRunner(sriov, invocation, Failures.CONFIGURE).run(plans) ? 0 : 1;
        }
    }

    private static Optional<Origin> place(IovConfig config, SriovException e) {
        boolean count =
                e instanceof PlanException plan
                        && plan.problems().stream()
                                .anyMatch(problem ->
                                        problem.reason() == PlanProblem.Reason.TOO_MANY_VFS);
        return config.pf()
                .setting(count ? "num_vfs" : "device")
                .flatMap(setting -> Optional.ofNullable(setting.at()));
    }

    private static List<Plan> plans(List<IovConfig> configs, Sriov sriov) {
        var plans = new ArrayList<Plan>();
        var failures = new ArrayList<Failure>();
        Map<String, String> names = new HashMap<>();
        for (IovConfig config : configs) {
            try {
                Plan plan = sriov.plan(config);
                String other = names.putIfAbsent(plan.device(), config.device());
                if (other == null) {
                    plans.add(plan);
                } else {
                    failures.add(
                            Failure.of(
                                    "'"
                                            + other
                                            + "' and '"
                                            + config.device()
                                            + "' are one PF, "
                                            + plan.device(),
                                    "a PF has one configuration: leave one of them out"));
                }
            } catch (SriovException e) {
                Failure failure = Failures.of(Failures.CONFIGURE, e);
                failures.add(
                        place(config, e)
                                .map(at -> failure.with("asked for at " + at))
                                .orElse(failure));
            }
        }
        if (!failures.isEmpty()) {
            throw new CommandException(failures);
        }
        return plans;
    }
}
