package io.sriov.testkit.sim;

import io.sriov.host.RecordStore;
import java.util.List;
import java.util.Optional;

/// The records in a state file. Locks are files beside it, as locks must end with their holder.
final class StateRecords implements RecordStore {
    private final StateFile file;

    StateRecords(StateFile file) {
        this.file = file;
    }

    @Override
    public Optional<String> read(String name) {
        return Optional.ofNullable(file.entries().get(RecordStore.checkedName(name)));
    }

    @Override
    public void write(String name, String text) {
        String key = RecordStore.checkedName(name);
        file.changeEntries(entries -> entries.put(key, text));
    }

    @Override
    public void remove(String name) {
        String key = RecordStore.checkedName(name);
        file.changeEntries(entries -> entries.remove(key));
    }

    @Override
    public List<String> names() {
        return List.copyOf(file.entries().keySet());
    }

    @Override
    public Lock lock(String name) {
        return file.lockEntry(RecordStore.checkedName(name));
    }
}
