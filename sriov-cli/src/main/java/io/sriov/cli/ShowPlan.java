package io.sriov.cli;

import io.sriov.plan.Plan;
import io.sriov.schema.diagnostic.PrintableText;
import java.util.List;

/// `--plan`: what would be done, and whether the command line allows it.
final class ShowPlan {
    private ShowPlan() {}

    /// Prints plans.
    ///
    /// @param plans the plans
    /// @param invocation what is asked for
    /// @return the exit status
    static int print(List<Plan> plans, Invocation invocation) {
        boolean json = invocation.arguments().format() == OutputFormat.JSON;
        for (Plan plan : plans) {
            invocation
                    .terminal()
                    .print(json ? plan.toJson() + "\n" : text(plan, invocation.arguments()));
        }
        return 0;
    }

    private static String text(Plan plan, Arguments arguments) {
        var text = new StringBuilder();
        plan.toText().lines().forEach(line -> text.append(PrintableText.of(line)).append('\n'));
        List<String> reasons = Refusal.reasons(plan, arguments);
        if (!reasons.isEmpty()) {
            text.append("this command would refuse to do it:\n");
            reasons.forEach(line -> text.append("  ").append(PrintableText.of(line)).append('\n'));
        }
        return text.toString();
    }
}
