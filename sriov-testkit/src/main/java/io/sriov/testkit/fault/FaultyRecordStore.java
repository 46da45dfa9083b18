package io.sriov.testkit.fault;

import io.sriov.host.RecordStore;
import io.sriov.testkit.fault.FaultyProcess.Site;
import java.util.List;
import java.util.Optional;

/// A record store with faults: entries that are cut off, writes that are lost, locks that end with
/// their process.
///
/// @param store the store
/// @param process the process that uses it
record FaultyRecordStore(RecordStore store, FaultyProcess process) implements RecordStore {

    @Override
    public Optional<String> read(String name) {
        return process.call(
                Site.of(CallKind.READ_RECORD, name),
                new PortCall<>() {
                    @Override
                    public Optional<String> inFull() {
                        return store.read(name);
                    }

                    @Override
                    public Optional<String> shortBy(int missing) {
                        return inFull().map(text -> cut(text, missing));
                    }
                });
    }

    @Override
    public void write(String name, String text) {
        process.call(
                Site.of(CallKind.WRITE_RECORD, name),
                new PortCall<>() {
                    @Override
                    public Boolean inFull() {
                        remember(name);
                        store.write(name, text);
                        return true;
                    }

                    @Override
                    public Boolean shortBy(int missing) {
                        store.write(name, cut(text, missing));
                        return true;
                    }

                    @Override
                    public Boolean lost() {
                        return true;
                    }
                });
    }

    private static String cut(String text, int missing) {
        return text.substring(0, PortCall.left(text.length(), missing));
    }

    @Override
    public void remove(String name) {
        process.call(
                Site.of(CallKind.REMOVE_RECORD, name),
                PortCall.change(() -> {
                    remember(name);
                    store.remove(name);
                }));
    }

    private void remember(String name) {
        Optional<String> before = store.read(name);
        process.wrote(() ->
                before.ifPresentOrElse(text -> store.write(name, text), () -> store.remove(name)));
    }

    @Override
    public void checkWritable() {
        process.call(Site.of(CallKind.CHECK_RECORDS, ""), PortCall.change(store::checkWritable));
    }

    @Override
    public List<String> names() {
        return process.call(
                Site.of(CallKind.LIST_RECORDS, ""),
                new PortCall<>() {
                    @Override
                    public List<String> inFull() {
                        return store.names();
                    }

                    @Override
                    public List<String> shortBy(int missing) {
                        List<String> names = inFull();
                        return names.subList(0, PortCall.left(names.size(), missing));
                    }
                });
    }

    @Override
    public Lock lock(String name) {
        var taken = new Lock[1];
        boolean locked = false;
        try {
            Lock lock =
                    process.call(
                            Site.of(CallKind.LOCK, name),
                            () -> {
                                taken[0] = store.lock(name);
                                process.holds(taken[0]);
                                return taken[0];
                            });
            locked = true;
            return () -> unlock(name, lock);
        } finally {
            if (!locked && taken[0] != null) {
                process.lets(taken[0]);
                taken[0].close();
            }
        }
    }

    private void unlock(String name, Lock lock) {
        process.call(
                Site.of(CallKind.UNLOCK, name),
                PortCall.change(() -> {
                    lock.close();
                    process.lets(lock);
                }));
    }
}
