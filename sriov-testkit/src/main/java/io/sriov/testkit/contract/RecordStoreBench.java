package io.sriov.testkit.contract;

import io.sriov.host.RecordStore;
import java.util.function.Supplier;

/// A place for records that is empty at first, for one test.
public interface RecordStoreBench extends AutoCloseable {

    /// {@return another store over the same place; the same store each time where the place is the
    /// store itself}
    RecordStore open();

    /// {@return the place that stores are opened over}
    ///
    /// @param opener opens a store; what it leaves behind is the caller's
    static RecordStoreBench of(Supplier<RecordStore> opener) {
        return new RecordStoreBench() {
            @Override
            public RecordStore open() {
                return opener.get();
            }

            @Override
            public void close() {}
        };
    }

    /// Leaves nothing behind.
    @Override
    void close();
}
