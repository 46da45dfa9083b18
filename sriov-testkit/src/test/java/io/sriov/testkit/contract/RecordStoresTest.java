package io.sriov.testkit.contract;

import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.MemoryRecordStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// The stores that come with the SDK keep the contract.
class RecordStoresTest {

    @Nested
    class InMemory extends RecordStoreContract {
        @Override
        protected RecordStoreBench open() {
            var store = new MemoryRecordStore();
            return RecordStoreBench.of(() -> store);
        }
    }

    @Nested
    class InDirectory extends RecordStoreContract {
        @TempDir Path directory;

        @Override
        protected RecordStoreBench open() {
            return RecordStoreBench.of(
                    () -> new DirectoryRecordStore(directory.resolve("not/yet")));
        }
    }
}
