package io.sriov.testkit.contract;

import org.junit.jupiter.api.Nested;

/// All that a host has to keep, with a bench for each test.
abstract class EveryContract {
    abstract HostBench bench();

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
