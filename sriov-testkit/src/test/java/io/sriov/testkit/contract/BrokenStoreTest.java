package io.sriov.testkit.contract;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.RecordStore;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The contract of record stores tells of those that break it.
class BrokenStoreTest {
    private static UnaryOperator<RecordStore> breaker = store -> store;
    private static Thread owner = Thread.currentThread();

    private static Fault<RecordStore> reading(
            String rule, String description, UnaryOperator<Optional<String>> change) {
        return new Fault<>(
                rule,
                description,
                store ->
                        new ForwardingStore(store) {
                            @Override
                            public Optional<String> read(String name) {
                                return change.apply(store.read(name));
                            }
                        });
    }

    private static Fault<RecordStore> listing(
            String rule, String description, UnaryOperator<List<String>> change) {
        return new Fault<>(
                rule,
                description,
                store ->
                        new ForwardingStore(store) {
                            @Override
                            public List<String> names() {
                                return change.apply(store.names());
                            }
                        });
    }

    private static Fault<RecordStore> naming(
            String rule, String description, UnaryOperator<String> change) {
        return new Fault<>(
                rule,
                description,
                store ->
                        new ForwardingStore(store) {
                            @Override
                            public Optional<String> read(String name) {
                                return store.read(change.apply(name));
                            }

                            @Override
                            public void write(String name, String text) {
                                store.write(change.apply(name), text);
                            }
                        });
    }

    private static Fault<RecordStore> locking(
            String rule,
            String description,
            Function<RecordStore, Function<String, RecordStore.Lock>> how) {
        return new Fault<>(
                rule,
                description,
                store ->
                        new ForwardingStore(store) {
                            @Override
                            public Lock lock(String name) {
                                return how.apply(store).apply(name);
                            }
                        });
    }

    private static final List<Fault<RecordStore>> ENTRIES =
            List.of(
                    new Fault<>(
                            "whatIsReadIsTheTextWrittenLast",
                            "keeps the first text",
                            store ->
                                    new ForwardingStore(store) {
                                        @Override
                                        public void write(String name, String text) {
                                            if (store.read(name).isEmpty()) {
                                                store.write(name, text);
                                            }
                                        }
                                    }),
                    new Fault<>(
                            "whoeverOpensThePlaceSeesWhatWasWritten",
                            "loses what is written",
                            store ->
                                    new ForwardingStore(store) {
                                        @Override
                                        public void write(String name, String text) {
                                            RecordStore.checkedName(name);
                                        }
                                    }),
                    new Fault<>(
                            "aReaderSeesTheOldTextOrTheNewOneWhole",
                            "writes in two goes",
                            store ->
                                    new ForwardingStore(store) {
                                        @Override
                                        public void write(String name, String text) {
                                            store.write(name, text.substring(text.length() / 2));
                                            LockSupport.parkNanos(1_000_000);
                                            store.write(name, text);
                                        }
                                    }),
                    new Fault<>(
                            "aRemovedEntryIsGoneAndNoOther",
                            "removes everything",
                            store ->
                                    new ForwardingStore(store) {
                                        @Override
                                        public void remove(String name) {
                                            RecordStore.checkedName(name);
                                            store.names().forEach(store::remove);
                                        }
                                    }),
                    new Fault<>(
                            "removingWhatIsNotThereDoesNothing",
                            "complains of what is not there",
                            store ->
                                    new ForwardingStore(store) {
                                        @Override
                                        public void remove(String name) {
                                            var _ = store.read(name).orElseThrow();
                                            store.remove(name);
                                        }
                                    }),
                    new Fault<>(
                            "writersOfDifferentEntriesDoNotLoseEachOthers",
                            "has room for 30 entries",
                            store ->
                                    new ForwardingStore(store) {
                                        @Override
                                        public void write(String name, String text) {
                                            store.write(name, text);
                                            store.names().stream().skip(30).forEach(store::remove);
                                        }
                                    }),
                    reading(
                            "aFreshStoreIsEmpty",
                            "takes what is not there for empty",
                            text -> Optional.of(text.orElse(""))),
                    reading(
                            "everyTextComesBackAsItWas",
                            "strips texts",
                            text -> text.map(String::strip)),
                    listing("namesAreSorted", "lists names backwards", List::reversed),
                    listing(
                            "aLockNeedsNoEntryAndMakesNone",
                            "lists its locks",
                            names -> Stream.concat(names.stream(), Stream.of("ix0")).toList()),
                    naming(
                            "everyNameOfTheAllowedFormNamesAnEntry",
                            "keeps no more than 100 letters of a name, and no case",
                            name ->
                                    name.substring(0, Math.min(100, name.length()))
                                            .replace("..", ".")
                                            .toLowerCase(Locale.ROOT)),
                    naming(
                            "otherNamesAreProgrammingMistakes",
                            "replaces letters that it does not like",
                            name -> "x" + name.replaceAll("[^a-zA-Z0-9._-]", "_")));

    private static final List<Fault<RecordStore>> LOCKS =
            List.of(
                    locking(
                            "aLockExcludesTheSameStore",
                            "locks nothing",
                            _ ->
                                    name -> {
                                        RecordStore.checkedName(name);
                                        return () -> {};
                                    }),
                    locking(
                            "aLockExcludesWhoeverOpensThePlace",
                            "has locks of its own for each store",
                            _ -> new MemoryRecordStore()::lock),
                    locking(
                            "otherNamesStayFree",
                            "has one lock for all names",
                            store -> name -> store.lock(name.isEmpty() ? name : "all")),
                    locking(
                            "aClosedLockIsFree",
                            "never lets go",
                            store ->
                                    name -> {
                                        store.lock(name);
                                        return () -> {};
                                    }),
                    locking(
                            "aLockExcludesOtherThreads",
                            "lets other threads in",
                            store ->
                                    name ->
                                            Thread.currentThread() == owner
                                                    ? store.lock(name)
                                                    : () -> {}),
                    new Fault<>(
                            "closingALockAgainDoesNotFreeItsNextHolder",
                            "frees whatever lock has the name",
                            StolenLocks::new),
                    new Fault<>(
                            "aRefusedLockTakesNothingFromItsHolder",
                            "frees a lock that it refuses",
                            store ->
                                    new StolenLocks(store) {
                                        @Override
                                        public Lock lock(String name) {
                                            try {
                                                return super.lock(name);
                                            } catch (HostException e) {
                                                free(name);
                                                throw e;
                                            }
                                        }
                                    }),
                    new Fault<>(
                            "aLockNeedsNoEntryAndMakesNone",
                            "keeps a lock as an entry",
                            store ->
                                    new ForwardingStore(store) {
                                        @Override
                                        public Lock lock(String name) {
                                            Lock lock = store.lock(name);
                                            store.write(name, "locked");
                                            return lock;
                                        }
                                    }),
                    new Fault<>(
                            "aLockKeepsNobodyFromReadingAndWriting",
                            "writes nothing under somebody else's lock",
                            store ->
                                    new ForwardingStore(store) {
                                        @Override
                                        public void write(String name, String text) {
                                            try (Lock _ = store.lock(name)) {
                                                store.write(name, text);
                                            }
                                        }
                                    }));

    /// A store over the same place, whose locks anybody can free.
    private static class StolenLocks extends ForwardingStore {
        StolenLocks(RecordStore store) {
            super(store);
        }

        void free(String name) {
            store.remove("locked-" + name);
        }

        @Override
        public List<String> names() {
            return store.names().stream().filter(name -> !name.startsWith("locked-")).toList();
        }

        @Override
        public Lock lock(String name) {
            RecordStore.checkedName(name);
            if (store.read("locked-" + name).isPresent()) {
                throw RecordStore.lockedBySomebodyElse(name);
            }
            store.write("locked-" + name, "");
            return () -> free(name);
        }
    }

    static class OnStore extends RecordStoreContract {
        @Override
        protected RecordStoreBench open() {
            owner = Thread.currentThread();
            var place = new MemoryRecordStore();
            return RecordStoreBench.of(() -> breaker.apply(place));
        }
    }

    @Test
    void everyFaultIsToldAndEveryRuleCanBeBroken() {
        List<Fault<RecordStore>> faults = Stream.concat(ENTRIES.stream(), LOCKS.stream()).toList();
        BrokenRules<RecordStore> broken =
                BrokenRules.of(OnStore.class, faults, change -> breaker = change);
        broken.assertTold();
        broken.assertEveryRuleCanBeBroken();
    }

    @Test
    void anotherErrnoOfARefusedLockIsTold() {
        Fault<RecordStore> again =
                locking(
                        "aLockExcludesTheSameStore",
                        "refuses a lock with another errno",
                        store ->
                                name -> {
                                    try {
                                        return store.lock(name);
                                    } catch (HostException e) {
                                        throw new HostException(
                                                e.operation(), name, Errno.EAGAIN, "locked", null);
                                    }
                                });
        BrokenRules.of(OnStore.class, List.of(again), change -> breaker = change).assertTold();
    }
}
