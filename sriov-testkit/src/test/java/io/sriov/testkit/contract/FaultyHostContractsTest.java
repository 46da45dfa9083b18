package io.sriov.testkit.contract;

import io.sriov.host.Host;
import io.sriov.testkit.fault.Faults;
import io.sriov.testkit.fault.FaultyHost;
import org.junit.jupiter.api.Nested;

/// Without faults, a faulty host keeps every contract of the host below it.
class FaultyHostContractsTest {
    private static HostBench bench() {
        HostBench bench = SimulatedBench.inMemory("ix0", 8);
        Host host = FaultyHost.of(bench.host(), new Faults());
        return new BrokenBench(bench, host);
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
