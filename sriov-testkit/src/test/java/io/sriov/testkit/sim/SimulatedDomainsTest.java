package io.sriov.testkit.sim;

import static io.sriov.testkit.assertions.SriovAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.apply.ApplyOptions;
import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.PhysicalFunction;
import io.sriov.plan.Plan;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.profile.DeviceProfile;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedDomainsTest {
    private static List<DeviceProfile> cards(String name, int count) {
        return Collections.nCopies(count, DeviceProfile.named(name).orElseThrow());
    }

    @Test
    void moreThanADomainHasBusNumbersForIsInTheNext() {
        try (SimulatedDomains host = SimulatedDomains.of(cards("e810", 256), SimulatedHost::of);
                Sriov sriov = Sriov.open(host)) {
            Set<Long> domains = new HashSet<>();
            for (PhysicalFunction pf : host.physicalFunctions()) {
                domains.add(pf.status().address().domain());
            }
            assertThat(domains).containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
            List<IovConfig> configs =
                    List.of("ice0", "ice127", "ice255").stream()
                            .map(device ->
                                    IovConfig.builder(sriov.schema(device), device)
                                            .numVfs(200)
                                            .build())
                            .toList();
            List<Plan> plans = sriov.plan(configs);
            assertThat(sriov.applyAll(plans, ApplyOptions.defaults()).committed()).isTrue();
            assertThat(host.physicalFunction("ice255")).hasVfs(200);
            assertThat(host.physicalFunction("ice255").status().address().domain()).isEqualTo(3);
            assertThat(host.physicalFunction("ice254")).hasNoVfs();
            assertThat(sriov.plan(configs)).allMatch(Plan::isEmpty);
        }
    }

    @Test
    void devicesOfOneDomainAreOneMachine() {
        assertThat(SimulatedMachine.of(cards("x710", 3)).pfs())
                .extracting(PfDefinition::device)
                .containsExactly("ixl0", "ixl1", "ixl2");
        assertThatThrownBy(() -> SimulatedMachine.of(cards("e810", 128)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("128 devices with their VFs take 2 PCI domains: see SimulatedDomains");
    }

    @Test
    void devicesThatNeedAddressesBelow4GiBShareThem() {
        try (Host host = SimulatedDomains.of(cards("pm173x", 40), SimulatedHost::of)) {
            assertThat(host.physicalFunctions()).hasSize(40);
        }
    }

    @Test
    void aPfThatIsNotThereIsToldWithThoseThatAre() {
        try (Host host = SimulatedDomains.of(cards("x710", 2), SimulatedHost::of)) {
            assertThatThrownBy(() -> host.physicalFunction("ixl2"))
                    .isInstanceOfSatisfying(
                            HostException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
                    .hasMessageContaining("use one of ixl0, ixl1");
        }
    }
}
