package io.sriov.testkit.contract;

import org.junit.jupiter.api.Nested;

/// So does a PF whose VFs are functions 1 to 7 of its own device, and no network interfaces, with
/// Linux.
class SimulatedLinuxHostWithoutAriTest {
    private static HostBench bench() {
        return new SimulatedLinuxBench("0000:84:00.0", 7);
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
    class OfConfigSpace extends ConfigSpaceContract {
        @Override
        protected ConfigSpaceBench open() {
            return ConfigSpaceBench.ofPf(bench());
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
