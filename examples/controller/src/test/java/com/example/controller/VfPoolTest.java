package com.example.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.host.Errno;
import io.sriov.host.VfStatus;
import io.sriov.schema.file.BuiltInSchemas;
import io.sriov.testkit.fault.CallSelector;
import io.sriov.testkit.fault.Fault;
import io.sriov.testkit.fault.Faults;
import io.sriov.testkit.fault.FaultyHost;
import io.sriov.testkit.fault.ProcessCrash;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.SimulatedPfDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pool on a simulated host. No hardware, no root, no waiting.
class VfPoolTest {
    private static final String PF = "ix0";
    private static final Map<String, Object> RED =
            Map.of("mac-addr", "02:00:00:00:00:01", "vlan", 10);
    private static final Map<String, Object> BLUE = Map.of("vlan", 20);

    @TempDir Path directory;

    private Faults faults = new Faults();
    private SimulatedPfDriver driver;
    private SimulatedHost host;
    private VfPool pool;

    // snippet: simulated-host
    /// The standard machine, whose PF's driver the test can look into.
    @BeforeEach
    void switchOn() throws RefusedException {
        driver = SimulatedPfDriver.of(BuiltInSchemas.find("ix").orElseThrow());
        SimulatedMachine standard = SimulatedMachine.standard();
        host =
                SimulatedHost.of(
                        SimulatedMachine.builder()
                                .from(standard)
                                .pfs(
                                        standard.pfs().stream()
                                                .map(pf -> pf.device().equals(PF) ? seen(pf) : pf)
                                                .toList())
                                .build());
        pool = open();
    }

    private PfDefinition seen(PfDefinition pf) {
        return PfDefinition.builder().from(pf).pfDriver(() -> driver).build();
    }

    private VfPool open() throws RefusedException {
        Sriov sriov = Sriov.open(FaultyHost.of(host, faults));
        return VfPool.open(sriov, PF, 4, directory.resolve("ledger.json"));
    }

    // end

    /// What a VF has of a parameter; `nothing` where it was not given.
    private String value(int vf, String parameter) {
        return driver.vf(vf)
                .flatMap(values -> values.value(parameter))
                .map(value -> value.text())
                .orElse("nothing");
    }

    private void start(String vm) {
        host.operate(kernel -> {
            pool.vfsOf(vm).forEach(vf -> kernel.assignToGuest(PF, vf, vm));
            return vm;
        });
    }

    private void stop(String vm) {
        host.operate(kernel -> {
            pool.vfsOf(vm).forEach(vf -> kernel.releaseVf(PF, vf));
            return vm;
        });
    }

    @Test
    void aVmGetsItsVfsWithItsParameters() throws RefusedException {
        assertThat(pool.acquire(new VmRequest("vm1", 1, RED))).isNotEmpty();
        assertThat(pool.acquire(new VmRequest("vm2", 2, BLUE))).hasSizeGreaterThanOrEqualTo(2);
        assertThat(pool.vfsOf("vm1")).containsExactly(0);
        assertThat(pool.vfsOf("vm2")).containsExactly(1, 2);
        assertThat(value(0, "mac-addr")).isEqualTo("02:00:00:00:00:01");
        assertThat(value(0, "vlan")).isEqualTo("10");
        assertThat(value(2, "vlan")).isEqualTo("20");
        assertThat(value(2, "mac-anti-spoof")).isEqualTo("true");
        try (Sriov sriov = Sriov.open(host)) {
            assertThat(sriov.status(PF).vfs()).hasSize(4).allMatch(VfStatus::passthrough);
        }
    }

    @Test
    void theSameRequestAgainChangesNothing() throws RefusedException {
        var first = pool.acquire(new VmRequest("vm1", 2, BLUE));
        start("vm1");
        assertThat(pool.acquire(new VmRequest("vm1", 2, BLUE))).isEqualTo(first);
    }

    // snippet: running
    @Test
    void runningVmsKeepTheirVfs() throws RefusedException {
        pool.acquire(new VmRequest("vm1", 1, RED));
        start("vm1");
        assertThatThrownBy(() -> pool.acquire(new VmRequest("vm2", 1, BLUE)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("running VMs have some; vm1 has [0]");
        assertThat(pool.vfsOf("vm2")).isEmpty();
        assertThat(value(0, "vlan")).isEqualTo("10");
        stop("vm1");
        pool.acquire(new VmRequest("vm2", 1, BLUE));
        assertThat(value(1, "vlan")).isEqualTo("20");
    }

    // end

    @Test
    void whatFitsAlreadyIsLentWhileOthersRun() throws RefusedException {
        pool.acquire(new VmRequest("vm1", 1, RED));
        pool.acquire(new VmRequest("vm2", 1, BLUE));
        pool.release("vm2");
        start("vm1");
        pool.acquire(new VmRequest("vm3", 1, BLUE));
        assertThat(pool.vfsOf("vm3")).containsExactly(1);
    }

    @Test
    void aRunningVmDoesNotGiveItsVfsBack() throws RefusedException {
        pool.acquire(new VmRequest("vm1", 1, RED));
        start("vm1");
        assertThatThrownBy(() -> pool.release("vm1")).hasMessageContaining("stop it first");
        stop("vm1");
        pool.release("vm1");
        assertThat(pool.vfsOf("vm1")).isEmpty();
    }

    @Test
    void moreThanThereAreIsRefused() throws RefusedException {
        pool.acquire(new VmRequest("vm1", 3, BLUE));
        assertThatThrownBy(() -> pool.acquire(new VmRequest("vm2", 2, BLUE)))
                .hasMessageContaining("vm2 needs 2 VFs")
                .hasMessageContaining("vm1 has [0, 1, 2]");
    }

    @Test
    void mistakesInARequestAreTold() {
        assertThatThrownBy(() -> pool.acquire(new VmRequest("vm1", 1, Map.of("vlna", 5))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("vlna");
        assertThatThrownBy(() -> pool.acquire(new VmRequest("vm1", 1, Map.of("vlan", 5000))))
                .hasMessageContaining("5000");
        assertThat(pool.vfsOf("vm1")).isEmpty();
    }

    // snippet: restart
    @Test
    void aRestartedControllerGoesOn() throws RefusedException {
        pool.acquire(new VmRequest("vm1", 1, RED));
        start("vm1");
        pool = open();
        assertThat(pool.vfsOf("vm1")).containsExactly(0);
        assertThat(pool.handOvers("vm1")).isNotEmpty();
    }

    // end

    // snippet: failing
    @Test
    void aPfThatFailsIsAsBefore() throws RefusedException {
        pool.acquire(new VmRequest("vm1", 1, RED));
        faults.on(CallSelector.configure()).nth(1).fails(Errno.ENOMEM);
        assertThatThrownBy(() -> pool.acquire(new VmRequest("vm2", 1, BLUE)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("ENOMEM");
        assertThat(pool.vfsOf("vm2")).isEmpty();
        assertThat(value(0, "vlan")).isEqualTo("10");
        pool.acquire(new VmRequest("vm2", 1, BLUE));
        assertThat(value(1, "vlan")).isEqualTo("20");
    }

    // end

    // snippet: crashing
    @Test
    void aControllerThatDiesAtAnyCallGoesOnWhereItWas() throws Exception {
        boolean dead = true;
        for (int number = 1; dead; number++) {
            Files.deleteIfExists(directory.resolve("ledger.json"));
            faults = new Faults();
            switchOn();
            pool.acquire(new VmRequest("vm1", 1, RED));
            faults.reset();
            Fault crash = faults.on(CallSelector.call(number)).crashes();
            dead = diesWhileLending();
            assertThat(crash.hasHappened()).isEqualTo(dead);
            faults.reset();
            pool = open();
            pool.acquire(new VmRequest("vm2", 1, BLUE));
            assertThat(value(0, "vlan"))
                    .as("vm1's, with a crash at call %d", number)
                    .isEqualTo("10");
            assertThat(value(1, "vlan"))
                    .as("vm2's, with a crash at call %d", number)
                    .isEqualTo("20");
        }
    }

    private boolean diesWhileLending() throws RefusedException {
        try {
            pool.acquire(new VmRequest("vm2", 1, BLUE));
            return false;
        } catch (ProcessCrash _) {
            return true;
        }
    }
    // end
}
