package io.sriov.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.plan.Plan;
import io.sriov.scripted.Crash;
import io.sriov.scripted.Faults.Fault;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The process dies at every call, before and after it had its effect; the next one recovers, and
/// dies as well.
class CrashPointTest {

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void theNextProcessRecovers(Scenario scenario) {
        String goal = scenario.machine().goal();
        int crashes = 0;
        for (int k = 0; ; k++) {
            Scenario.Machine before = crashed(scenario, k, false);
            Scenario.Machine after = crashed(scenario, k, true);
            if (before.faults().calls().size() <= k) {
                break;
            }
            crashes++;
            recovered(before, goal, "crash before call " + k);
            recovered(after, goal, "crash after call " + k);
        }
        assertThat(crashes).isEqualTo(Scenario.Machine.calls(scenario)).isGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    @Tag("exhaustive")
    void theNextProcessDiesToo(Scenario scenario) {
        String goal = scenario.machine().goal();
        int calls = Scenario.Machine.calls(scenario);
        for (int k = 0; k < calls; k++) {
            boolean after = k % 2 == 0;
            for (int j = 0; ; j++) {
                Scenario.Machine machine = crashed(scenario, k, after);
                machine.faults().reset();
                machine.faults().at(j, new Fault(true, j % 2 == 1));
                boolean died = false;
                try {
                    machine.process().recover(ApplyOptions.defaults());
                } catch (Crash _) {
                    died = true;
                }
                recovered(machine, goal, "crash at call " + k + ", then at " + j);
                if (!died) {
                    break;
                }
            }
        }
    }

    private static Scenario.Machine crashed(Scenario scenario, int call, boolean afterEffect) {
        Scenario.Machine machine = scenario.machine();
        Plan plan = machine.planned();
        machine.faults().at(call, new Fault(true, afterEffect));
        try {
            machine.process().apply(plan);
        } catch (Crash _) {
            // The process is gone.
        }
        return machine;
    }

    private static void recovered(Scenario.Machine machine, String goal, String at) {
        machine.faults().reset();
        List<Recovery> recoveries = machine.process().recover(ApplyOptions.defaults());
        String truth = machine.pf().truth();
        for (Recovery recovery : recoveries) {
            switch (recovery.outcome()) {
                case Outcome.Committed _ -> assertThat(truth).as(at).isEqualTo(goal);
                case Outcome.Restored _ -> assertThat(truth).as(at).isEqualTo(machine.initial());
                case Outcome.NeedsAttention attention -> {
                    assertThat(machine.scenario().previousKnown())
                            .as(at + " " + attention.toText())
                            .isFalse();
                    assertThat(truth).as(at).isNotEqualTo(machine.initial());
                    assertThat(machine.process().apply(machine.plan()))
                            .as(at)
                            .isInstanceOf(Outcome.Committed.class);
                    truth = machine.pf().truth();
                }
            }
        }
        assertThat(truth).as(at).isIn(machine.initial(), goal);
        assertThat(machine.process().recover(ApplyOptions.defaults())).as(at).isEmpty();
        machine.assertSettled();
    }
}
