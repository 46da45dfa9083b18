package io.sriov.testkit.contract;

import io.sriov.host.RecordStore;
import java.util.List;
import java.util.Optional;

/// A store that does what another does.
class ForwardingStore implements RecordStore {
    final RecordStore store;

    ForwardingStore(RecordStore store) {
        this.store = store;
    }

    @Override
    public Optional<String> read(String name) {
        return store.read(name);
    }

    @Override
    public void write(String name, String text) {
        store.write(name, text);
    }

    @Override
    public void remove(String name) {
        store.remove(name);
    }

    @Override
    public List<String> names() {
        return store.names();
    }

    @Override
    public Lock lock(String name) {
        return store.lock(name);
    }
}
