package io.sriov.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.apply.StepEvidence;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.schema.MacAddress;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.profile.DriverQuirks;
import io.sriov.testkit.sim.bus.PfModel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each quirk of a driver does, as the host's ports show it.
class DriverQuirksTest {
    private static SimulatedMachine machine(DriverQuirks.Builder quirks) {
        return machine(quirks, true, Machines.model().build());
    }

    private static SimulatedMachine machine(
            DriverQuirks.Builder quirks, boolean interfaceUp, PfModel model) {
        return SimulatedMachine.builder()
                .addPort(Machines.port().build())
                .addPf(
                        PfDefinition.builder()
                                .device("ix0")
                                .bus(3)
                                .vfDriver("ixv")
                                .hardware(model)
                                .schema(Machines.SCHEMA)
                                .quirks(quirks.build())
                                .interfaceUp(interfaceUp)
                                .build())
                .build();
    }

    private static IovConfig config(PhysicalFunction pf, int numVfs) {
        return IovConfig.builder(pf.schema(), "ix0").numVfs(numVfs).build();
    }

    private static void refused(SimulatedHost host, int numVfs, Errno errno, String why) {
        PhysicalFunction pf = host.physicalFunction("ix0");
        assertThatThrownBy(() -> pf.configure(config(pf, numVfs)))
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.errno()).isEqualTo(errno))
                .hasMessageContaining(why);
        assertThat(pf.status().numVfs()).isZero();
    }

    private static void setInterfaceUp(SimulatedHost host, boolean up) {
        host.operate(kernel -> {
            kernel.setInterfaceUp("ix0", up);
            return true;
        });
    }

    @Test
    void aDriverThatNeedsTheInterfaceUpRefusesUntilItIs() {
        SimulatedMachine machine =
                machine(
                        DriverQuirks.builder().needsInterfaceUp(true),
                        false,
                        Machines.model().build());
        try (SimulatedHost host = SimulatedHost.of(machine)) {
            refused(host, 2, Errno.ENETDOWN, "only while the PF's interface is up");
            setInterfaceUp(host, true);
            PhysicalFunction pf = host.physicalFunction("ix0");
            pf.configure(config(pf, 2));
            assertThat(pf.status().vfs()).hasSize(2);
        }
    }

    @Test
    void whetherTheInterfaceIsUpLastsInAStateFile(@TempDir Path directory) {
        SimulatedMachine machine = machine(DriverQuirks.builder().needsInterfaceUp(true));
        Path file = directory.resolve("state");
        try (SimulatedHost host = SimulatedHost.open(machine, file)) {
            setInterfaceUp(host, false);
        }
        try (SimulatedHost host = SimulatedHost.open(machine, file)) {
            refused(host, 2, Errno.ENETDOWN, "interface is up");
            setInterfaceUp(host, true);
        }
        try (SimulatedHost host = SimulatedHost.open(machine, file)) {
            PhysicalFunction pf = host.physicalFunction("ix0");
            pf.configure(config(pf, 1));
            assertThat(pf.status().vfs()).hasSize(1);
        }
    }

    @Test
    void aDriverThatCreatesFewerSaysThatAllIsWell() {
        try (SimulatedHost host =
                SimulatedHost.of(machine(DriverQuirks.builder().createsAtMost(3)))) {
            PhysicalFunction pf = host.physicalFunction("ix0");
            pf.configure(config(pf, 5));
            assertThat(pf.status().numVfs()).isEqualTo(5);
            assertThat(pf.status().vfs()).extracting(VfStatus::index).containsExactly(0, 1, 2);
        }
    }

    @Test
    void aLimitBelowTotalVfsIsTheDrivers() {
        try (SimulatedHost host =
                SimulatedHost.of(machine(DriverQuirks.builder().driverLimit(4)))) {
            refused(host, 5, Errno.ENOSPC, "resources for 4 VFs");
            PhysicalFunction pf = host.physicalFunction("ix0");
            pf.configure(config(pf, 4));
            assertThat(pf.status().vfs()).hasSize(4);
        }
    }

    /// 5 vectors for each VF: 4 VFs need 20, which are all there are.
    @Test
    void aPoolOfVectorsIsExhausted() {
        PfModel model = Machines.model().vfMsixVectors(5).build();
        try (SimulatedHost host =
                SimulatedHost.of(machine(DriverQuirks.builder().msixPool(20), true, model))) {
            refused(host, 5, Errno.ENOSPC, "5 VFs need 25 MSI-X vectors of the 20 that there are");
            PhysicalFunction pf = host.physicalFunction("ix0");
            pf.configure(config(pf, 4));
            assertThat(pf.status().vfs()).hasSize(4);
        }
    }

    /// The machine's clock, not this one's, shows what a slow driver takes: 64 VFs at 343.75 ms
    /// take 22 s, besides the second that the kernel pauses.
    @Test
    void aSlowDriverTakesVirtualTime() {
        DriverQuirks.Builder slow =
                DriverQuirks.builder().startPerVf(Duration.ofNanos(343_750_000));
        SimulatedHost host = SimulatedHost.of(machine(slow));
        try (Sriov sriov = Sriov.open(host, host.time())) {
            Outcome outcome =
                    sriov.apply(
                            sriov.plan(
                                    IovConfig.builder(sriov.schema("ix0"), "ix0")
                                            .numVfs(64)
                                            .build()));
            assertThat(outcome).isInstanceOf(Outcome.Committed.class);
            assertThat(
                            outcome.evidence().stream()
                                    .map(StepEvidence::duration)
                                    .reduce(Duration.ZERO, Duration::plus))
                    .isEqualTo(Duration.ofSeconds(23));
            assertThat(host.time().wall().instant())
                    .isEqualTo(Instant.EPOCH.plus(Duration.ofSeconds(23)));
        }
    }

    @Test
    void anAddressIsTakenOverWhenTheVfsDriverIsAttachedAnew() {
        MacAddress given = MacAddress.parse("02:00:00:00:00:07").orElseThrow();
        for (boolean late : new boolean[] {false, true}) {
            SimulatedPfDriver driver =
                    SimulatedPfDriver.of(Machines.SCHEMA)
                            .with(DriverQuirks.builder().addressAfterRebind(late).build());
            SimulatedMachine machine =
                    Machines.machine(Machines.port().build(), Machines.model().build(), driver);
            try (SimulatedHost host = SimulatedHost.of(machine)) {
                PhysicalFunction pf = host.physicalFunction("ix0");
                pf.configure(
                        IovConfig.builder(pf.schema(), "ix0")
                                .numVfs(1)
                                .vf(0, "mac-addr", new ParameterValue.Mac(given))
                                .build());
                MacAddress born = driver.addressInEffect(0).orElseThrow();
                assertThat(born.equals(given)).isNotEqualTo(late);
                pf.detachVf(0);
                pf.attachVf(0);
                assertThat(driver.addressInEffect(0)).contains(given);
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameAddresses() {
        assertThat(bornWith(1)).isEqualTo(bornWith(1)).isNotEqualTo(bornWith(2));
    }

    private static MacAddress bornWith(long seed) {
        SimulatedPfDriver driver = Machines.driver();
        SimulatedMachine machine =
                SimulatedMachine.builder()
                        .from(
                                Machines.machine(
                                        Machines.port().build(), Machines.model().build(), driver))
                        .seed(seed)
                        .build();
        try (SimulatedHost host = SimulatedHost.of(machine)) {
            PhysicalFunction pf = host.physicalFunction("ix0");
            pf.configure(config(pf, 1));
            return driver.addressInEffect(0).orElseThrow();
        }
    }

    @Test
    void impossibleQuirksAreRefused() {
        assertThatThrownBy(() -> DriverQuirks.builder().driverLimit(-1).build())
                .hasMessage("driver-limit is -1, which is not in 0..65535");
        assertThatThrownBy(() -> DriverQuirks.builder().startPerVf(Duration.ofMillis(-1)).build())
                .hasMessageContaining("no driver starts a VF in");
    }
}
