package io.sriov.testkit.docs;

import static io.sriov.testkit.assertions.SriovAssertions.assertThat;

import io.sriov.Sriov;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.arbitraries.ConfigArbitraries;
import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Runs what `docs/testing-programs.md` shows of properties.
class TestingProgramsDocsProperties {
    private static PfSchema schema() {
        return DeviceProfile.named("x710").orElseThrow().schema();
    }

    // snippet: property
    @Provide
    Arbitrary<IovConfig> configs() {
        return ConfigArbitraries.valid(schema(), "ixl0", 8);
    }

    @Property(tries = 50)
    void whatIsAppliedIsNotPlannedAgain(@ForAll("configs") IovConfig config) {
        SimulatedMachine machine =
                SimulatedMachine.of(List.of(DeviceProfile.named("x710").orElseThrow()));
        try (Sriov sriov = Sriov.open(SimulatedHost.of(machine))) {
            assertThat(sriov.apply(sriov.plan(config))).isCommitted();
            assertThat(sriov.plan(config)).isEmpty();
        }
    }
    // end
}
