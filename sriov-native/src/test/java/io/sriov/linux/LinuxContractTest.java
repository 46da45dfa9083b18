package io.sriov.linux;

import io.sriov.testkit.contract.ApplyContract;
import io.sriov.testkit.contract.HostBench;
import io.sriov.testkit.contract.HostContract;
import io.sriov.testkit.contract.PhysicalFunctionContract;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/// A Linux host keeps what every host promises, as far as a model of the kernel can show it.
class LinuxContractTest {
    private static HostBench bench() {
        return new ModelBench(Duration.ofSeconds(20));
    }

    @Nested
    class OfHost extends HostContract {
        @Override
        protected HostBench open() {
            return bench();
        }
    }

    @Nested
    class OfPhysicalFunction extends PhysicalFunctionContract {
        @Override
        protected HostBench open() {
            return bench();
        }
    }

    @Nested
    class OfSriov extends ApplyContract {
        @Override
        protected HostBench open() {
            return bench();
        }
    }
}
