package io.sriov.testkit.contract;

import org.junit.jupiter.api.Nested;

/// A simulated Linux host keeps every contract, with the PF of a network card.
class SimulatedLinuxHostTest {
    private static HostBench bench() {
        return new SimulatedLinuxBench("0000:03:00.0", 8);
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
    class OfRecordStore extends RecordStoreContract {
        @Override
        protected RecordStoreBench open() {
            HostBench bench = bench();
            return RecordStoreBench.of(() -> bench.host().records());
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
