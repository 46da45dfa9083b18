package io.sriov.testkit.contract;

import io.sriov.host.RecordStore;
import java.util.function.Supplier;

/// Benches for stores.
final class Stores {
    private Stores() {}

    static RecordStoreBench bench(Supplier<RecordStore> opener) {
        return new RecordStoreBench() {
            @Override
            public RecordStore open() {
                return opener.get();
            }

            @Override
            public void close() {}
        };
    }
}
