package io.sriov.testkit.assertions;

import io.sriov.apply.Outcome;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.plan.Plan;
import org.jspecify.annotations.Nullable;

/// Where assertions about PFs, VFs, plans and outcomes begin, in the manner of AssertJ.
///
/// ```java
/// Plan plan = sriov.plan(config);
/// assertThat(plan).destroysNothing();
/// assertThat(sriov.apply(plan)).isCommitted();
/// assertThat(pf).hasVfs(4).vf(3).hasDriver("ppt").isUnused();
/// ```
///
/// A failure tells the whole state, plan or outcome. Thread-safe.
public final class SriovAssertions {
    private SriovAssertions() {}

    /// {@return assertions about a PF as it is now}
    ///
    /// @param actual the PF; its status is read once, here
    public static PfStatusAssert assertThat(@Nullable PhysicalFunction actual) {
        return new PfStatusAssert(actual == null ? null : actual.status());
    }

    /// {@return assertions about a PF at one moment}
    ///
    /// @param actual the PF
    public static PfStatusAssert assertThat(@Nullable PfStatus actual) {
        return new PfStatusAssert(actual);
    }

    /// {@return assertions about a VF at one moment}
    ///
    /// @param actual the VF
    public static VfStatusAssert assertThat(@Nullable VfStatus actual) {
        return new VfStatusAssert(actual);
    }

    /// {@return assertions about a plan}
    ///
    /// @param actual the plan
    public static PlanAssert assertThat(@Nullable Plan actual) {
        return new PlanAssert(actual);
    }

    /// {@return assertions about an outcome}
    ///
    /// @param actual the outcome
    public static OutcomeAssert assertThat(@Nullable Outcome actual) {
        return new OutcomeAssert(actual);
    }
}
