package io.sriov.testkit.assertions;

import io.sriov.host.VfStatus;
import io.sriov.plan.Plan;
import io.sriov.plan.Step;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/// What a test says about a [Plan]. Each method fails with an `AssertionError` that has the plan's
/// text, and gives this. Not thread-safe.
public final class PlanAssert extends AbstractAssert<PlanAssert, Plan> {
    PlanAssert(@Nullable Plan actual) {
        super(actual, PlanAssert.class);
    }

    /// Asserts that what is asked for is in force already.
    ///
    /// @return this
    public PlanAssert isEmpty() {
        isNotNull();
        if (!actual.isEmpty()) {
            throw failure("%nExpecting nothing to do but was%n%s", actual.toText());
        }
        return this;
    }

    /// Asserts what is done, by the descriptions of the steps.
    ///
    /// @param steps all of them, in order: `create 4 VFs of ix0`
    /// @return this
    public PlanAssert hasSteps(String... steps) {
        isNotNull();
        if (!actual.steps().stream().map(Step::description).toList().equals(List.of(steps))) {
            throw failure(
                    "%nExpecting the steps%n  %s%nbut was%n%s",
                    String.join("\n  ", steps), actual.toText());
        }
        return this;
    }

    /// Asserts that no VF that exists is destroyed.
    ///
    /// @return this
    public PlanAssert destroysNothing() {
        return destroys();
    }

    /// Asserts which VFs that exist are destroyed.
    ///
    /// @param vfs the numbers of all of them, in order
    /// @return this
    public PlanAssert destroys(int... vfs) {
        isNotNull();
        int[] destroyed = actual.impact().destroyed().stream().mapToInt(VfStatus::index).toArray();
        if (!Arrays.equals(destroyed, vfs)) {
            throw failure(
                    "%nExpecting that it destroys%n  %s%nbut was%n%s",
                    vfs.length == 0 ? "no VF" : "VFs " + Arrays.toString(vfs), actual.toText());
        }
        return this;
    }

    /// Asserts that somebody has to consent, because VFs in use are destroyed.
    ///
    /// @return this
    public PlanAssert needsConsent() {
        isNotNull();
        if (!actual.impact().consentNeeded()) {
            throw failure("%nExpecting that it needs consent but was%n%s", actual.toText());
        }
        return this;
    }
}
