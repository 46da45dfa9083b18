package io.sriov.cli;

import io.sriov.host.Errno;
import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import io.sriov.plan.Plan;
import io.sriov.plan.Step;
import io.sriov.schema.config.IovConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Why a plan is not carried out: it would destroy VFs that the command line does not let go.
final class Refusal {
    /// With more VFs than these, the rest is counted.
    private static final int SHOWN = 10;

    private final Plan plan;
    private final Arguments arguments;
    private final List<String> details = new ArrayList<>();

    private Refusal(Plan plan, Arguments arguments) {
        this.plan = plan;
        this.arguments = arguments;
    }

    /// {@return why a plan is not carried out; empty where it may be}
    ///
    /// @param plan the plan
    /// @param arguments the command line
    /// @param what what iovctl(8) says when it fails
    static Optional<Failure> of(Plan plan, Arguments arguments, String what) {
        List<String> reasons = reasons(plan, arguments);
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(Failures.with(what, plan.device(), Errno.EBUSY, reasons));
    }

    /// {@return the reasons and what to do about each, one line each; empty where there are none}
    ///
    /// @param plan the plan
    /// @param arguments the command line
    static List<String> reasons(Plan plan, Arguments arguments) {
        var refusal = new Refusal(plan, arguments);
        if (plan.steps().stream().anyMatch(Step.DestroyVfs.class::isInstance)) {
            refusal.replace();
            refusal.held();
            refusal.inUse();
        }
        return refusal.details;
    }

    private void replace() {
        if (arguments.action() != Action.CONFIGURE || arguments.replace()) {
            return;
        }
        int now = plan.basis().status().numVfs();
        details.add(
                plan.device()
                        + " has "
                        + now
                        + (now == 1 ? " VF" : " VFs")
                        + ", which do not have this configuration and would be destroyed");
        details.add("--replace destroys VFs that nobody uses; --plan shows what would change");
    }

    private void held() {
        List<VfStatus> held = plan.impact().held();
        describe(held, " cannot be taken away: ");
        if (!held.isEmpty()) {
            details.add("stop those who hold them first; no option helps against that");
        }
    }

    private void inUse() {
        if (arguments.destroyInUse()) {
            return;
        }
        List<VfStatus> held = plan.impact().held();
        List<VfStatus> used =
                plan.impact().inUse().stream().filter(vf -> !held.contains(vf)).toList();
        describe(used, " is in use: ");
        if (!used.isEmpty()) {
            details.add(
                    arguments.action() == Action.CONFIGURE
                            ? "--replace --destroy-in-use destroys VFs in use, too"
                            : "--destroy-in-use destroys VFs in use, too");
        }
    }

    private void describe(List<VfStatus> vfs, String how) {
        for (VfStatus vf : vfs.subList(0, Math.min(SHOWN, vfs.size()))) {
            details.add(
                    IovConfig.vfName(vf.index())
                            + " at "
                            + vf.address()
                            + how
                            + vf.uses().stream()
                                    .map(VfUse::holder)
                                    .collect(Collectors.joining(", ")));
        }
        if (vfs.size() > SHOWN) {
            details.add("and " + (vfs.size() - SHOWN) + " more VFs");
        }
    }
}
