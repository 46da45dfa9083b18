package io.sriov.testkit.contract;

import io.sriov.host.RecordStore;

/// A place for records that is empty at first, for one test.
public interface RecordStoreBench extends AutoCloseable {

    /// {@return another store over the same place; the same store each time where the place is the
    /// store itself}
    RecordStore open();

    /// Leaves nothing behind.
    @Override
    void close();
}
