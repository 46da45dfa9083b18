package io.sriov.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Interruption;
import io.sriov.Sriov;
import io.sriov.apply.ApplyListener;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Outcome;
import io.sriov.apply.Recovery;
import io.sriov.apply.StepEvidence;
import io.sriov.host.Errno;
import io.sriov.plan.Plan;
import io.sriov.plan.PlanException;
import io.sriov.plan.PlanProblem;
import io.sriov.schema.config.IovConfig;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/// The part of [ApplyContract] that is about applies that fail or are interrupted.
abstract class RestoreRules extends OnSriov {
    /// More than an apply has steps to be interrupted at.
    private static final int MOST_POINTS = 50;

    @Test
    void aCreationThatFailsLeavesNoVfsWhereThereWereNone() {
        Plan plan = sriov.plan(mixed(2));
        bench.failNextConfigure();
        assertRestored(sriov.apply(plan));
        assertThat(shape()).isEmpty();
        apply(mixed(2));
    }

    @Test
    void aReplacementThatFailsRestoresTheVfsOfBefore() {
        IovConfig before = mixed(2);
        apply(before);
        List<VfShape> shape = shape();
        Plan plan = sriov.plan(mixed(1));
        bench.failNextConfigure();
        Outcome.Restored restored = assertRestored(sriov.apply(plan));
        assertThat(restored.cause().errno()).as("what the kernel said").isPresent();
        assertThat(shape()).as("the VFs of before").isEqualTo(shape);
        assertInForce(before);
    }

    @Test
    void aDeletionThatFailsHalfWayLosesNothing() {
        apply(mixed(2));
        List<VfShape> shape = shape();
        Plan plan = sriov.planRemoval(pf.device());
        var guest = new Guest(bench, 1);
        Outcome outcome = sriov.apply(plan, ApplyOptions.defaults().withListener(guest));
        guest.refusal.ifPresent(refusal -> {
            throw refusal;
        });
        assertThat(assertRestored(outcome).cause().errno()).contains(Errno.EBUSY);
        assertThat(shape()).as("the VFs of before").isEqualTo(shape);
        assertInForce(mixed(2));
    }

    @Test
    void anApplyThatIsInterruptedAnywhereIsRecoveredFrom() {
        IovConfig before = mixed(2);
        IovConfig wanted = vfs(1).build();
        apply(before);
        List<VfShape> shape = shape();
        for (int point = 0; interruptedAt(point, wanted); point++) {
            assertThat(point).as("the points at which an apply calls out").isLessThan(MOST_POINTS);
            assertInterrupted(wanted);
            boolean committed = recover();
            assertThat(sriov.interruptions()).as("what is left of point %d", point).isEmpty();
            if (committed) {
                assertInForce(wanted);
                apply(before);
            } else {
                assertThat(shape()).as("the VFs after point %d", point).isEqualTo(shape);
                assertInForce(before);
            }
        }
        assertInForce(wanted);
    }

    /// Whether the program died when the apply called out for the `point`th time.
    private boolean interruptedAt(int point, IovConfig wanted) {
        Plan plan = sriov.plan(wanted);
        var program = new DyingProgram(point);
        try {
            assertCommitted(sriov.apply(plan, ApplyOptions.defaults().withListener(program)));
            return false;
        } catch (Death _) {
            sriov = Sriov.open(host);
            return true;
        }
    }

    private void assertInterrupted(IovConfig wanted) {
        assertThat(sriov.interruptions())
                .as("the applies that were interrupted")
                .extracting(Interruption::device)
                .containsExactly(pf.device());
        PlanException refusal =
                Assertions.catchThrowableOfType(PlanException.class, () -> sriov.plan(wanted));
        assertThat(refusal).as("a plan before recovery").isNotNull();
        assertThat(refusal.problems())
                .extracting(PlanProblem::reason)
                .contains(PlanProblem.Reason.INTERRUPTED);
    }

    private boolean recover() {
        List<Recovery> recoveries = sriov.recover(ApplyOptions.defaults());
        assertThat(recoveries).hasSize(1);
        Outcome outcome = recoveries.getFirst().outcome();
        if (outcome.committed()) {
            return true;
        }
        assertRestored(outcome);
        return false;
    }

    @Test
    void whereNothingWasInterruptedNothingIsRecovered() {
        apply(mixed(2));
        assertThat(sriov.interruptions()).isEmpty();
        assertThat(sriov.recover(ApplyOptions.defaults())).isEmpty();
        assertInForce(mixed(2));
    }

    /// Takes a VF when the first step begins. What a listener throws is lost, so it is kept here.
    private static final class Guest implements ApplyListener {
        private final HostBench bench;
        private final int vf;
        private boolean there;
        private Optional<RuntimeException> refusal = Optional.empty();

        Guest(HostBench bench, int vf) {
            this.bench = bench;
            this.vf = vf;
        }

        @Override
        public void started(String device, String action) {
            if (!there) {
                there = true;
                try {
                    bench.assignToGuest(vf);
                } catch (RuntimeException e) {
                    refusal = Optional.of(e);
                }
            }
        }
    }

    /// The end of a program, as far as whoever calls a listener can tell.
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// Dies when it is called for a given time.
    private static final class DyingProgram implements ApplyListener {
        private int left;

        DyingProgram(int point) {
            this.left = point;
        }

        private void call() {
            if (left-- == 0) {
                throw new Death();
            }
        }

        @Override
        public void started(String device, String action) {
            call();
        }

        @Override
        public void finished(String device, StepEvidence evidence) {
            call();
        }
    }
}
