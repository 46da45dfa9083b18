package io.sriov.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.SriovException;
import io.sriov.plan.Plan;
import io.sriov.scripted.Faults.Fault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every call that an apply makes fails once, before and after it had its effect; then every two of
/// them.
class FailurePointTest {

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void oneFailureAnywhereEndsAsBeforeOrAsWanted(Scenario scenario) {
        int calls = Scenario.Machine.calls(scenario);
        String goal = scenario.machine().goal();
        assertThat(calls).isGreaterThan(10);
        for (int k = 0; k < calls; k++) {
            for (boolean after : List.of(false, true)) {
                Scenario.Machine machine = scenario.machine();
                Plan plan = machine.planned();
                machine.faults().at(k, new Fault(false, after));
                String at = "call " + k + (after ? " after" : " before");
                Outcome outcome;
                try {
                    outcome = machine.process().apply(plan);
                } catch (SriovException e) {
                    assertThat(machine.pf().truth()).as(at).isEqualTo(machine.initial());
                    assertThat(machine.faults().calls()).as(at).noneMatch(Effects::touchesDevice);
                    recoverAndSettle(machine, at);
                    continue;
                }
                switch (outcome) {
                    case Outcome.Committed _ ->
                            assertThat(machine.pf().truth()).as(at).isEqualTo(goal);
                    case Outcome.Restored restored -> {
                        assertThat(machine.pf().truth()).as(at).isEqualTo(machine.initial());
                        assertThat(restored.cause().message()).as(at).contains("injected");
                    }
                    case Outcome.NeedsAttention attention -> {
                        assertThat(scenario.previousKnown()).as(at + attention.toText()).isFalse();
                        assertThat(machine.pf().truth()).as(at).isNotEqualTo(machine.initial());
                        assertThat(attention.remedies().getFirst()).contains("unknown");
                    }
                }
                recoverAndSettle(machine, at);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    @Tag("exhaustive")
    void twoFailuresAnywhereAreToldAsTheyAre(Scenario scenario) {
        int calls = Scenario.Machine.calls(scenario);
        String goal = scenario.machine().goal();
        for (int first = 0; first < calls; first++) {
            for (int second = first + 1; second < calls + 20; second++) {
                Scenario.Machine machine = scenario.machine();
                Plan plan = machine.planned();
                machine.faults().at(first, new Fault(false, first % 2 == 0));
                machine.faults().at(second, new Fault(false, second % 2 == 0));
                String at = "calls " + first + " and " + second;
                Outcome outcome;
                try {
                    outcome = machine.process().apply(plan);
                } catch (SriovException e) {
                    assertThat(machine.pf().truth()).as(at).isEqualTo(machine.initial());
                    break;
                }
                String truth = machine.pf().truth();
                boolean secondHappened = machine.faults().calls().size() > second;
                switch (outcome) {
                    case Outcome.Committed _ -> assertThat(truth).as(at).isEqualTo(goal);
                    case Outcome.Restored _ ->
                            assertThat(truth).as(at).isEqualTo(machine.initial());
                    case Outcome.NeedsAttention attention -> {
                        assertThat(attention.differences()).as(at).isNotEmpty();
                        assertThat(attention.remedies()).as(at).isNotEmpty();
                        boolean unreadable =
                                attention.differences().stream()
                                        .anyMatch(d -> d.found().contains("injected"));
                        if (!unreadable) {
                            assertThat(truth).as(at).isNotEqualTo(machine.initial());
                        }
                    }
                }
                recoverAndSettle(machine, at);
                if (!secondHappened) {
                    break;
                }
            }
        }
    }

    private static void recoverAndSettle(Scenario.Machine machine, String at) {
        machine.faults().reset();
        List<Recovery> recoveries = machine.process().recover(ApplyOptions.defaults());
        for (Recovery recovery : recoveries) {
            if (recovery.outcome() instanceof Outcome.NeedsAttention attention) {
                assertThat(machine.scenario().previousKnown())
                        .as(at + " " + attention.toText())
                        .isFalse();
                // The journal remains until what is wanted has been applied.
                Outcome retried = machine.process().apply(machine.plan());
                assertThat(retried).as(at).isInstanceOf(Outcome.Committed.class);
            }
        }
        assertThat(new ArrayList<>(machine.process().recover(ApplyOptions.defaults()))).isEmpty();
        machine.assertSettled();
    }
}
