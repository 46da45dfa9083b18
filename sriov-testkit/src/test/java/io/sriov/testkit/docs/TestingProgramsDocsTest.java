package io.sriov.testkit.docs;

import static io.sriov.testkit.assertions.SriovAssertions.assertThat;
import static io.sriov.testkit.fault.CallSelector.configure;

import io.sriov.Sriov;
import io.sriov.host.Errno;
import io.sriov.host.PhysicalFunction;
import io.sriov.plan.Plan;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.fault.Faults;
import io.sriov.testkit.junit.SimulatedHost;
import org.junit.jupiter.api.Test;

/// Runs what `docs/testing-programs.md` shows of JUnit.
class TestingProgramsDocsTest {
    private static IovConfig config(PhysicalFunction pf, int numVfs) {
        return IovConfig.builder(pf.schema(), pf.device()).numVfs(numVfs).build();
    }

    // snippet: junit
    @Test
    @SimulatedHost(profile = "x710")
    void vfsComeBackWhenTheirReplacementFails(Sriov sriov, PhysicalFunction pf, Faults faults) {
        assertThat(sriov.apply(sriov.plan(config(pf, 4)))).isCommitted();

        faults.on(configure()).nth(1).fails(Errno.ENOMEM);
        Plan plan = sriov.plan(config(pf, 8));
        assertThat(plan).destroys(0, 1, 2, 3);
        assertThat(sriov.apply(plan)).isRestored().failedWith(Errno.ENOMEM);

        assertThat(pf).hasVfs(4).isUnused().vf(3).hasDriver("iavf").isKeptByTheHost();
    }
    // end
}
