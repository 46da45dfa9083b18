package io.sriov.lab;

import io.sriov.testkit.contract.ApplyContract;
import io.sriov.testkit.contract.HostBench;
import io.sriov.testkit.contract.HostContract;
import io.sriov.testkit.contract.PhysicalFunctionContract;
import org.junit.jupiter.api.Nested;

/// The host ports on a real kernel keep what every host promises: the tests that the simulated
/// hosts pass.
class LinuxContractTest {
    private static HostBench igb() {
        return new LinuxBench(LabMachine.igb(), LabMachine.IGB_VFS);
    }

    private static HostBench nvme() {
        return new LinuxBench(LabMachine.nvme(), 2);
    }

    @Nested
    class TheHost extends HostContract {
        @Override
        protected HostBench open() {
            return igb();
        }
    }

    @Nested
    class NetworkPf extends PhysicalFunctionContract {
        @Override
        protected HostBench open() {
            return igb();
        }
    }

    @Nested
    class NvmePf extends PhysicalFunctionContract {
        @Override
        protected HostBench open() {
            return nvme();
        }
    }

    @Nested
    class Applying extends ApplyContract {
        @Override
        protected HostBench open() {
            return igb();
        }
    }
}
