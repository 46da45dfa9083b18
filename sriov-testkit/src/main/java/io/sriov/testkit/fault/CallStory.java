package io.sriov.testkit.fault;

import java.util.ArrayList;
import java.util.List;

/// What was called and what happened there, for people: what was read or accessed in peace, over
/// and over, is counted.
final class CallStory {
    private final StringBuilder text = new StringBuilder();
    private final List<Call> reads = new ArrayList<>();
    private int accesses;

    /// {@return the story, a line for each call}
    static String of(List<Call> calls) {
        var story = new CallStory();
        calls.forEach(story::add);
        story.tellWhatWasCounted();
        return story.text.toString();
    }

    private void add(Call call) {
        boolean inPeace = call.happened().isEmpty();
        if (inPeace && call.kind().isRegisterAccess()) {
            accesses++;
        } else if (inPeace && call.kind() == CallKind.READ_CONFIG) {
            if (reads.isEmpty() || !reads.getLast().subject().equals(call.subject())) {
                tellWhatWasCounted();
            }
            reads.add(call);
        } else {
            tellWhatWasCounted();
            line((call.kind().isRegisterAccess() ? "    " : "") + call);
        }
    }

    private void tellWhatWasCounted() {
        if (reads.size() == 1) {
            line(reads.getFirst().toString());
        } else if (!reads.isEmpty()) {
            Call first = reads.getFirst();
            line(
                    first.number()
                            + " to "
                            + reads.getLast().number()
                            + " "
                            + first.kind().words()
                            + " "
                            + first.subject());
        }
        reads.clear();
        if (accesses > 0) {
            line("    " + accesses + (accesses == 1 ? " access" : " accesses") + " to registers");
        }
        accesses = 0;
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
