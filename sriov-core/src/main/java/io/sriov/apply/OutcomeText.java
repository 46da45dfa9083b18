package io.sriov.apply;

import java.util.List;

/// Writes an outcome for people.
final class OutcomeText {
    private OutcomeText() {}

    static String format(Outcome outcome) {
        var text = new StringBuilder(outcome.device()).append(": ");
        switch (outcome) {
            case Outcome.Committed _ -> text.append("done");
            case Outcome.Restored restored -> {
                text.append("failed; the previous state has been restored");
                text.append("\ncause: ").append(restored.cause().message());
            }
            case Outcome.NeedsAttention attention -> {
                text.append("failed, and needs attention: the previous state is not restored");
                text.append("\ncause: ").append(attention.cause().message());
                append(text, "\nwhat differs from the previous state:", attention.differences());
                append(text, "\nwhat to do:", attention.remedies());
            }
        }
        append(
                text,
                outcome.evidence().isEmpty() ? "" : "\nwhat was done:",
                outcome.evidence().stream().map(OutcomeText::line).toList());
        outcome.remarks().forEach(remark -> text.append("\nnote: ").append(remark));
        return text.toString();
    }

    private static void append(StringBuilder text, String heading, List<?> lines) {
        text.append(heading);
        lines.forEach(line -> text.append("\n  ").append(line));
    }

    private static String line(StepEvidence evidence) {
        return evidence.phase().label()
                + ": "
                + evidence.action()
                + (evidence.succeeded() ? ": ok" : ": FAILED")
                + " in "
                + evidence.duration().toMillis()
                + " ms"
                + (evidence.readBack().isEmpty() ? "" : "; " + evidence.readBack())
                + evidence.failure().map(failure -> "; " + failure.message()).orElse("");
    }
}
