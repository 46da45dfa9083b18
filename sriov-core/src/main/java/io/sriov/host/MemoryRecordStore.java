package io.sriov.host;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A store whose entries live as long as it does: for hosts that do not outlive the process.
/// Thread-safe.
public final class MemoryRecordStore implements RecordStore {
    private final TreeMap<String, String> entries = new TreeMap<>();
    private final Set<String> locked = new HashSet<>();

    /// Creates an empty store.
    public MemoryRecordStore() {}

    @Override
    public synchronized Optional<String> read(String name) {
        return Optional.ofNullable(entries.get(EntryName.check(name)));
    }

    @Override
    public synchronized void write(String name, String text) {
        entries.put(EntryName.check(name), text);
    }

    @Override
    public synchronized void remove(String name) {
        entries.remove(EntryName.check(name));
    }

    @Override
    public synchronized List<String> names() {
        return List.copyOf(entries.keySet());
    }

    @Override
    public synchronized Lock lock(String name) {
        if (!locked.add(EntryName.check(name))) {
            throw RecordStore.lockedBySomebodyElse(name);
        }
        return new Lock() {
            private boolean held = true;

            @Override
            public void close() {
                synchronized (MemoryRecordStore.this) {
                    if (held) {
                        held = false;
                        locked.remove(name);
                    }
                }
            }
        };
    }
}
