package io.sriov.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.PhysicalFunction;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What another process does to a PF, and the kernel does not come back from.
class LinuxPfTest {
    private final ModelBench bench = new ModelBench(Duration.ofMillis(600));
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
}
