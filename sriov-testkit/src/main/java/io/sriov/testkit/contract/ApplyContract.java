package io.sriov.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.apply.ApplyException;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Consent;
import io.sriov.host.Errno;
import io.sriov.host.HostException.Operation;
import io.sriov.host.RecordStore;
import io.sriov.host.VfStatus;
import io.sriov.plan.Plan;
import io.sriov.plan.PlanException;
import io.sriov.plan.PlanProblem;
import io.sriov.plan.Previous;
import io.sriov.plan.Step;
import io.sriov.record.PfRecords;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// What [io.sriov.Sriov] promises over every host: the ports are right for planning and applying.
public abstract class ApplyContract extends RestoreRules {
    /// For subclasses.
    protected ApplyContract() {}

    private ApplyOptions consent() {
        return ApplyOptions.defaults().withConsent(Consent.forDevice(pf.device()));
    }

    @Test
    void whatIsAppliedIsInForce() {
        Plan plan = sriov.plan(mixed(bench.mostVfs()));
        assertThat(plan.steps()).hasSize(1).first().isInstanceOf(Step.CreateVfs.class);
        assertCommitted(sriov.apply(plan));
        assertInForce(mixed(bench.mostVfs()));
    }

    @Test
    void planningTouchesNothing() {
        List<String> records = host.records().names();
        sriov.plan(mixed(2));
        assertThat(shape()).isEmpty();
        assertThat(host.records().names()).isEqualTo(records);
    }

    @Test
    void applyingWhatIsInForceDoesNothing() {
        apply(mixed(2));
        var before = pf.status();
        Plan plan = sriov.plan(mixed(2));
        assertThat(plan.steps()).isEmpty();
        assertCommitted(sriov.apply(plan));
        assertThat(pf.status()).isEqualTo(before);
    }

    @Test
    void vfsThatNobodyUsesAreReplacedWithoutConsent() {
        apply(mixed(2));
        Plan plan = sriov.plan(mixed(1));
        assertThat(plan.impact().consentNeeded()).as("consent is needed").isFalse();
        assertCommitted(sriov.apply(plan));
        assertInForce(mixed(1));
    }

    @Test
    void vfsInUseAreReplacedOnlyWithConsent() {
        apply(mixed(2));
        bench.useInterface(0);
        List<VfShape> before = shape();
        Plan plan = sriov.plan(mixed(1));
        assertThat(plan.impact().consentNeeded()).as("consent is needed").isTrue();
        assertNotApplied(ApplyException.Reason.CONSENT_NEEDED, () -> sriov.apply(plan));
        assertThat(shape()).as("VFs after a refusal").isEqualTo(before);
        assertCommitted(sriov.apply(plan, consent()));
        assertInForce(mixed(1));
    }

    @Test
    void aReplacementIsRecorded() {
        apply(mixed(2));
        IovConfig next = vfs(2).vf(0, "passthrough", ParameterValue.Bool.TRUE).build();
        apply(next);
        Plan back = sriov.plan(mixed(2));
        assertThat(back.isEmpty()).as("the plan for what was replaced is empty").isFalse();
        assertThat(back.previous().knownConfig())
                .as("the configuration that is recorded")
                .hasValueSatisfying(known -> assertThat(known.sameEffect(next)).isTrue());
    }

    @Test
    void aRemovalLeavesNoVfs() {
        apply(mixed(2));
        assertCommitted(sriov.apply(sriov.planRemoval(pf.device())));
        assertThat(shape()).isEmpty();
        assertThat(sriov.planRemoval(pf.device()).isEmpty()).as("nothing is left").isTrue();
        assertThat(sriov.plan(mixed(2)).previous()).isEqualTo(new Previous.None());
    }

    @Test
    void aStalePlanIsRefused() {
        Plan stale = sriov.plan(mixed(2));
        apply(mixed(1));
        List<VfShape> before = shape();
        assertNotApplied(ApplyException.Reason.STALE_PLAN, () -> sriov.apply(stale));
        assertThat(shape()).as("VFs after a refusal").isEqualTo(before);
    }

    @Test
    void vfsDestroyedBySomebodyElseAreNoticed() {
        apply(mixed(2));
        Plan stale = sriov.plan(mixed(1));
        bench.destroyVfsBehindTheSdk();
        assertNotApplied(ApplyException.Reason.STALE_PLAN, () -> sriov.apply(stale));
        assertThat(shape()).isEmpty();
        apply(mixed(2));
    }

    @Test
    void vfsCreatedBySomebodyElseAreNoticed() {
        apply(mixed(2));
        Plan stale = sriov.plan(mixed(1));
        pf.delete();
        pf.configure(vfs(2).vf(0, "passthrough", ParameterValue.Bool.TRUE).build());
        assertNotApplied(ApplyException.Reason.STALE_PLAN, () -> sriov.apply(stale));
        Plan plan = sriov.plan(mixed(2));
        assertThat(plan.isEmpty()).as("the plan for what was there is empty").isFalse();
        assertThat(plan.previous()).isInstanceOf(Previous.Unknown.class);
        assertCommitted(sriov.apply(plan));
        assertInForce(mixed(2));
    }

    @Test
    void aDetachedVfIsAttachedAgainAndNoMoreIsDone() {
        apply(mixed(2));
        int index =
                pf.status().vfs().stream()
                        .filter(VfStatus::attached)
                        .map(VfStatus::index)
                        .findFirst()
                        .orElseGet(() -> Assumptions.abort("no driver of this host takes VFs"));
        pf.detachVf(index);
        Plan plan = sriov.plan(mixed(2));
        assertThat(plan.steps()).containsExactly(new Step.AttachVfs(pf.device(), List.of(index)));
        assertCommitted(sriov.apply(plan));
        assertThat(vf(index).driver()).as("the driver, attached again").isPresent();
        assertInForce(mixed(2));
    }

    @Test
    void aHeldVfKeepsAllVfsFromBeingRemoved() {
        apply(mixed(2));
        bench.assignToGuest(1);
        List<VfShape> before = shape();
        Plan plan = sriov.planRemoval(pf.device());
        if (bench.knowsGuests()) {
            assertThat(plan.impact().blocked()).as("the removal is blocked").isTrue();
            assertNotApplied(ApplyException.Reason.VFS_HELD, () -> sriov.apply(plan, consent()));
        } else {
            assertThat(assertRestored(sriov.apply(plan, consent())).cause().errno())
                    .contains(Errno.EBUSY);
        }
        assertThat(shape()).as("VFs after a refusal").isEqualTo(before);
        bench.release(1);
        assertCommitted(sriov.apply(sriov.planRemoval(pf.device())));
        assertThat(shape()).isEmpty();
    }

    @Test
    void moreVfsThanThereCanBeAreNotPlanned() {
        int tooMany = pf.status().totalVfs() + 1;
        Assumptions.assumeTrue(tooMany <= 0xffff, "no configuration asks for more than TotalVFs");
        PlanException refusal =
                catchThrowableOfType(PlanException.class, () -> sriov.plan(vfs(tooMany).build()));
        assertThat(refusal).as("what comes of it: a PlanException").isNotNull();
        assertThat(refusal.problems())
                .extracting(PlanProblem::reason)
                .containsExactly(PlanProblem.Reason.TOO_MANY_VFS);
    }

    @Test
    void whoAppliesToAPfExcludesOthers() {
        Plan plan = sriov.plan(mixed(2));
        try (RecordStore.Lock _ = new PfRecords(host.records(), pf.device()).lock()) {
            assertRefused(Operation.RECORD, Errno.EBUSY, () -> sriov.apply(plan));
        }
        assertThat(shape()).isEmpty();
        assertCommitted(sriov.apply(plan));
    }
}
