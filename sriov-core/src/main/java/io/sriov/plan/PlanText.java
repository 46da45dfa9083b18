package io.sriov.plan;

import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import io.sriov.schema.config.IovConfig;
import java.util.List;
import java.util.stream.Collectors;

/// Writes a plan for people; neighbouring VFs to which the same happens share a line.
final class PlanText {
    /// What the section of a VF begins with; its number follows.
    private static final String VF = "VF-";

    private PlanText() {}

    static String format(Plan plan) {
        var text = new StringBuilder();
        int now = plan.basis().status().numVfs();
        int then = plan.target().map(IovConfig::numVfs).orElse(0);
        if (plan.isEmpty()) {
            text.append(plan.device()).append(": nothing to do: ");
            text.append(
                    then == 0 ? "there are no VFs" : Counted.vfs(now) + " with this configuration");
        } else {
            text.append(plan.device()).append(": ").append(Counted.vfs(now)).append(" now, ");
            text.append(then).append(" wanted\nsteps:");
            int number = 1;
            for (Step step : plan.steps()) {
                text.append("\n  ").append(number++).append(". ").append(step.description());
            }
            appendDifferences(text, plan.differences());
            appendImpact(text, plan);
        }
        plan.notices().forEach(notice -> text.append("\nnote: ").append(notice));
        return text.toString();
    }

    private static void appendDifferences(StringBuilder text, List<DeviceDifference> differences) {
        if (differences.isEmpty()) {
            return;
        }
        text.append("\nchanges:");
        for (int first = 0, next; first < differences.size(); first = next) {
            DeviceDifference difference = differences.get(first);
            next = first + 1;
            while (next < differences.size()
                    && differences.get(next).change() == difference.change()
                    && differences.get(next).parameters().equals(difference.parameters())
                    && follows(differences.get(next), differences.get(next - 1))) {
                next++;
            }
            text.append("\n  ").append(difference.section());
            if (next > first + 1) {
                text.append("..").append(differences.get(next - 1).section());
            }
            text.append(": ").append(difference.change().label());
            if (!difference.parameters().isEmpty()) {
                text.append(
                        difference.parameters().stream()
                                .map(ParameterDifference::toString)
                                .collect(Collectors.joining(", ", " (", ")")));
            }
        }
    }

    /// Of VFs that are only attached, those between them may be missing.
    private static boolean follows(DeviceDifference next, DeviceDifference before) {
        String section = before.section();
        if (!section.startsWith(VF)) {
            return false;
        }
        int number = Integer.parseInt(section.substring(VF.length()));
        return next.section().equals(IovConfig.vfName(number + 1));
    }

    private static void appendImpact(StringBuilder text, Plan plan) {
        List<VfStatus> inUse = plan.impact().inUse();
        if (!inUse.isEmpty()) {
            text.append("\nVFs in use that would be destroyed:");
            for (VfStatus vf : inUse) {
                text.append("\n  ")
                        .append(IovConfig.vfName(vf.index()))
                        .append(" at ")
                        .append(vf.address())
                        .append(": ")
                        .append(
                                vf.uses().stream()
                                        .map(VfUse::holder)
                                        .collect(Collectors.joining(", ")));
                if (vf.uses().stream().anyMatch(VfUse::exclusive)) {
                    text.append(" (the kernel does not let go of it)");
                }
            }
            text.append(
                    plan.impact().blocked()
                            ? "\nthis cannot be done before those are stopped"
                            : "\nthis needs consent to destroy VFs in use");
        }
        if (plan.previous() instanceof Previous.Unknown(String reason)) {
            text.append("\nthe configuration in force is unknown and cannot be restored: ")
                    .append(reason);
        }
    }
}
