package io.sriov.scripted;

import io.sriov.host.MemoryRecordStore;
import io.sriov.host.RecordStore;
import java.util.List;
import java.util.Optional;

/// A record store whose calls fail where they are told to.
public final class FaultingRecordStore implements RecordStore {
    private final Faults faults;
    private final MemoryRecordStore entries = new MemoryRecordStore();

    FaultingRecordStore(Faults faults) {
        this.faults = faults;
    }

    /// The entries, without faults.
    public MemoryRecordStore entries() {
        return entries;
    }

    @Override
    public Optional<String> read(String name) {
        return faults.call("read " + name, () -> entries.read(name));
    }

    @Override
    public void write(String name, String text) {
        faults.run("write " + name, () -> entries.write(name, text));
    }

    @Override
    public void remove(String name) {
        faults.run("remove " + name, () -> entries.remove(name));
    }

    @Override
    public void checkWritable() {
        faults.run("check", () -> {});
    }

    @Override
    public List<String> names() {
        return faults.call("names", entries::names);
    }

    /// A lock dies with the process, so a crash after it was taken holds nobody up.
    @Override
    public Lock lock(String name) {
        var lock = new Lock[1];
        try {
            return faults.call(
                    "lock " + name,
                    () -> {
                        lock[0] = entries.lock(name);
                        return lock[0];
                    });
        } catch (RuntimeException | Crash e) {
            if (lock[0] != null) {
                lock[0].close();
            }
            throw e;
        }
    }
}
