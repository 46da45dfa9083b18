package io.sriov.freebsd;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.MemoryRecordStore;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.freebsd.FreeBsdRelease;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import io.sriov.testkit.sim.SimulatedMachine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FreeBsdHostTest {
    @ParameterizedTest
    @EnumSource
    void smoke(FreeBsdRelease release) {
        try (SimulatedFreeBsd system =
                        SimulatedFreeBsd.builder(SimulatedMachine.standard())
                                .release(release)
                                .boot();
                FreeBsdHost host =
                        FreeBsdHost.builder()
                                .library(system.library())
                                .records(new MemoryRecordStore())
                                .build()) {
            for (PhysicalFunction pf : host.physicalFunctions()) {
                assertThat(pf.status()).isEqualTo(system.kernel().status(pf.device()));
                assertThat(pf.schema()).isEqualTo(system.kernel().schema(pf.device()));
                pf.configure(IovConfig.builder(pf.schema(), pf.device()).numVfs(5).build());
                PfStatus status = pf.status();
                assertThat(status).isEqualTo(system.kernel().status(pf.device()));
                pf.delete();
                assertThat(pf.status().numVfs()).isZero();
            }
            assertThat(system.outstanding()).isZero();
        }
    }
}
