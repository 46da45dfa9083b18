package io.sriov.lab;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// Says on the console which test begins and how it ended, one line for each. The line of the
/// beginning is what a guest that hangs has said last; the host does not show it.
final class ProgressLines implements TestExecutionListener {
    private final PrintWriter out;
    private final Map<UniqueId, Long> begun = new ConcurrentHashMap<>();
    private @Nullable TestPlan plan;

    ProgressLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        this.plan = plan;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        begun.put(test.getUniqueIdObject(), System.nanoTime());
        if (test.isTest()) {
            out.println("begin " + name(test));
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        out.println("skipped        " + name(test) + ": " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (!test.isTest() && result.getStatus() == Status.SUCCESSFUL) {
            return;
        }
        double seconds =
                (System.nanoTime() - begun.getOrDefault(test.getUniqueIdObject(), 0L)) / 1e9;
        String word =
                switch (result.getStatus()) {
                    case SUCCESSFUL -> "ok";
                    case ABORTED -> "aborted";
                    case FAILED -> "FAILED";
                };
        out.println(String.format("%-7s %4.1f s %s", word, seconds, name(test)));
        result.getThrowable().ifPresent(problem -> problem.printStackTrace(out));
    }

    /// {@return the names from the class down, without the engine's}
    private String name(TestIdentifier test) {
        TestPlan all = plan;
        String own = test.getDisplayName().replaceAll("\\p{Cntrl}", " ");
        if (all == null) {
            return own;
        }
        return all.getParent(test)
                .filter(parent -> parent.getParentId().isPresent())
                .map(parent -> name(parent) + " " + own)
                .orElse(own);
    }
}
