package io.sriov.testkit.contract;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// A simulated host whose state is in a file keeps every contract.
class SimulatedHostInStateFileTest {
    @TempDir Path directory;

    private HostBench bench() {
        return SimulatedBench.inFile(directory.resolve("machine.json"), "ix0", 8);
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
            return RecordStoreBench.of(() -> bench().host().records());
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
