package com.example.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.driver.PfDriver;
import io.sriov.host.VfStatus;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
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

    private final WeakDriver driver = new WeakDriver();
    private SimulatedHost host;
    private VfPool pool;

    // snippet: simulated-host
    /// The standard machine, whose PF's driver the test can look into.
    private static SimulatedMachine machine(PfDriver ofPf) {
        SimulatedMachine standard = SimulatedMachine.standard();
        return SimulatedMachine.builder()
                .from(standard)
                .pfs(
                        standard.pfs().stream()
                                .map(pf ->
                                        pf.device().equals(PF)
                                                ? PfDefinition.builder()
                                                        .from(pf)
                                                        .pfDriver(() -> ofPf)
                                                        .build()
                                                : pf)
                                .toList())
                .build();
    }

    private VfPool open(int size) throws RefusedException {
        return VfPool.open(Sriov.open(host), PF, size, directory.resolve("ledger.json"));
    }

    // end

    @BeforeEach
    void switchOn() throws RefusedException {
        host = SimulatedHost.of(machine(driver));
        pool = open(4);
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
        assertThat(driver.value(0, "mac-addr")).isEqualTo("02:00:00:00:00:01");
        assertThat(driver.value(0, "vlan")).isEqualTo("10");
        assertThat(driver.value(2, "vlan")).isEqualTo("20");
        assertThat(driver.value(2, "mac-anti-spoof")).isEqualTo("true");
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
        assertThat(driver.value(0, "vlan")).isEqualTo("10");
        stop("vm1");
        pool.acquire(new VmRequest("vm2", 1, BLUE));
        assertThat(driver.value(1, "vlan")).isEqualTo("20");
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
        pool = open(4);
        assertThat(pool.vfsOf("vm1")).containsExactly(0);
        assertThat(pool.handOvers("vm1")).isNotEmpty();
    }

    @Test
    void aCrashBeforeTheVfsCameIsPutRight() throws Exception {
        Path ledger = directory.resolve("ledger.json");
        new LedgerFile(ledger)
                .write(Ledger.ofSize(4).lend(new VmRequest("vm1", 1, RED)).orElseThrow());
        pool = open(4);
        assertThat(pool.vfsOf("vm1")).containsExactly(0);
        assertThat(driver.value(0, "vlan")).isEqualTo("10");
        assertThat(Files.readString(ledger)).contains("vm1");
    }

    // end

    // snippet: failing
    @Test
    void aPfThatFailsIsAsBefore() throws RefusedException {
        pool.acquire(new VmRequest("vm1", 1, RED));
        driver.failNextInit();
        assertThatThrownBy(() -> pool.acquire(new VmRequest("vm2", 1, BLUE)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("ENOSPC");
        assertThat(pool.vfsOf("vm2")).isEmpty();
        assertThat(driver.value(0, "vlan")).isEqualTo("10");
        pool.acquire(new VmRequest("vm2", 1, BLUE));
        assertThat(driver.value(1, "vlan")).isEqualTo("20");
    }
    // end
}
