package io.sriov.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Consent;
import io.sriov.apply.Outcome;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.plan.Plan;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plan and apply on the simulated machine, each step in a process of its own.
class ApplyOnSimulatedHostTest {
    @TempDir Path directory;

    private SimulatedHost open() {
        return SimulatedHost.open(SimulatedMachine.standard(), directory.resolve("machine.json"));
    }

    private Outcome apply(int numVfs) {
        try (SimulatedHost host = open();
                Sriov sriov = Sriov.open(host)) {
            PhysicalFunction ix0 = host.physicalFunction("ix0");
            Plan plan = sriov.plan(Configs.vfs(ix0, numVfs));
            return sriov.apply(plan, ApplyOptions.defaults().withConsent(Consent.forDevice("ix0")));
        }
    }

    private PfStatus status() {
        try (SimulatedHost host = open()) {
            return host.physicalFunction("ix0").status();
        }
    }

    @Test
    void whatWasAppliedIsThereAndNeedsNoMore() {
        assertThat(apply(3)).isInstanceOf(Outcome.Committed.class);
        assertThat(status().vfs()).hasSize(3);
        try (SimulatedHost host = open();
                Sriov sriov = Sriov.open(host)) {
            assertThat(sriov.plan(Configs.vfs(host.physicalFunction("ix0"), 3)).isEmpty()).isTrue();
        }
    }

    @Test
    void aDriverThatRefusesLeavesThePreviousVfs() {
        assertThat(apply(2)).isInstanceOf(Outcome.Committed.class);
        PfStatus before = status();
        assertThat(apply(64)).isInstanceOf(Outcome.Restored.class);
        assertThat(status()).isEqualTo(before);
        assertThat(apply(63)).isInstanceOf(Outcome.Committed.class);
        assertThat(status().vfs()).hasSize(63);
    }
}
