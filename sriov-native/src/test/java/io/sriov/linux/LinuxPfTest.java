package io.sriov.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.PhysicalFunction;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What another process does to a PF, and the kernel does not come back from.
class LinuxPfTest {
    private final ModelBench bench = new ModelBench(Duration.ofMillis(1500));
    private final PhysicalFunction pf = bench.host().physicalFunction(ModelBench.PF);

    @AfterEach
    void close() {
        bench.close();
    }

    private static long readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("sriov-read-" + ModelBench.PF))
                .count();
    }

    @Test
    void readingThatTheKernelHoldsIsGivenUp() throws InterruptedException {
        bench.model.reading = new CountDownLatch(1);
        try {
            for (int i = 0; i < 3; i++) {
                HostException refusal = catchThrowableOfType(HostException.class, pf::status);
                assertThat(refusal).isNotNull();
                assertThat(refusal.errno()).isEqualTo(Errno.ETIMEDOUT);
                assertThat(refusal).hasMessageContaining("dmesg");
                assertThat(readers()).as("threads that wait in the kernel").isOne();
            }
        } finally {
            bench.model.reading.countDown();
        }
        while (catchThrowable(pf::status) != null) {
            Thread.sleep(10);
        }
        assertThat(pf.status().vfs()).isEmpty();
    }

    /// The process that has switched it off may be dead, and the kernel still at its work.
    @Test
    void driversAreKeptFromVfsThatAnotherProcessIsStuckWith() throws InterruptedException {
        bench.records.write("autoprobe-0000-01-00.0", "1");
        bench.model.autoprobe(ModelBench.PF, false);
        bench.model.reading = new CountDownLatch(1);
        try {
            HostException refusal = catchThrowableOfType(HostException.class, pf::settle);
            assertThat(refusal).isNotNull();
            assertThat(refusal.errno()).isEqualTo(Errno.ETIMEDOUT);
            assertThat(bench.model.writes).isEmpty();
        } finally {
            bench.model.reading.countDown();
        }
        while (catchThrowable(pf::settle) != null) {
            Thread.sleep(10);
        }
        assertThat(bench.model.writes).containsExactly("sriov_drivers_autoprobe 1");
        assertThat(bench.records.names()).isEmpty();
    }

    @Test
    void ofAPfThatIsGoneNothingIsPutBack() {
        bench.records.write("autoprobe-0000-01-00.0", "1");
        bench.model.remove(ModelBench.PF);
        pf.settle();
        assertThat(bench.model.writes).isEmpty();
        assertThat(bench.records.names()).isEmpty();
    }

    private String tooMany(String driver) {
        bench.model.unbound(ModelBench.PF);
        bench.model.load(driver, ModelBench.PF).bound(ModelBench.PF, driver);
        List<Diagnostic> problems =
                pf.check(IovConfig.builder(pf.schema(), ModelBench.PF).numVfs(8).build());
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().message())
                .isEqualTo(driver + " takes at most 7 VFs here; 8 are asked for");
        return problems.getFirst().hint().orElseThrow();
    }

    @Test
    void howFirmwareLimitsAreRaisedIsToldOfDriversThatLeaveThemToIt() {
        assertThat(tooMany("mlx5_core"))
                .isEqualTo(
                        "set num_vfs to at most 7, or raise the limit in the card's firmware"
                                + " (mlxconfig -d 0000:01:00.0 q shows NUM_OF_VFS and SRIOV_EN),"
                                + " which takes a power cycle");
        assertThat(tooMany("mlx4_core")).contains("mlxconfig");
        assertThat(tooMany("bnxt_en")).contains("niccli shows number_of_vfs_per_pf", "power cycle");
        assertThat(tooMany("ice")).isEqualTo("set num_vfs to at most 7");
    }
}
