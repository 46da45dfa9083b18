package io.sriov.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.RecordStore;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The part of [RecordStoreContract] that is about locks.
@DisplayNameGeneration(RuleNames.class)
@ExtendWith(RuleNames.class)
abstract class RecordLockRules {
    RecordStoreBench bench;
    RecordStore store;

    /// Opens a bench for one test, which closes it.
    ///
    /// @return the bench; its place is empty
    /// @throws Exception when there is none; the test fails
    protected abstract RecordStoreBench open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        bench = open();
        store = bench.open();
    }

    @AfterEach
    void closeBench() {
        if (bench != null) {
            bench.close();
        }
    }

    private static void assertLocked(RecordStore store, String name) {
        OnHost.assertRefused(
                HostException.Operation.RECORD, Errno.EBUSY, () -> store.lock(name).close());
    }

    @Test
    void aLockExcludesTheSameStore() {
        try (RecordStore.Lock _ = store.lock("ix0")) {
            assertLocked(store, "ix0");
        }
    }

    @Test
    void aLockExcludesWhoeverOpensThePlace() {
        RecordStore second = bench.open();
        try (RecordStore.Lock _ = store.lock("ix0")) {
            assertLocked(second, "ix0");
            assertLocked(bench.open(), "ix0");
        }
        second.lock("ix0").close();
    }

    @Test
    void aLockExcludesOtherThreads() {
        try (RecordStore.Lock _ = store.lock("ix0")) {
            CompletableFuture.runAsync(() -> assertLocked(bench.open(), "ix0")).join();
        }
    }

    @Test
    void aRefusedLockTakesNothingFromItsHolder() {
        try (RecordStore.Lock _ = store.lock("ix0")) {
            assertLocked(bench.open(), "ix0");
            assertLocked(bench.open(), "ix0");
        }
        store.lock("ix0").close();
    }

    @Test
    void aClosedLockIsFree() {
        store.lock("ix0").close();
        bench.open().lock("ix0").close();
        store.lock("ix0").close();
    }

    @Test
    void otherNamesStayFree() {
        try (RecordStore.Lock _ = store.lock("ix0");
                RecordStore.Lock _ = store.lock("ix1");
                RecordStore.Lock _ = bench.open().lock("ix")) {
            assertLocked(store, "ix1");
        }
    }

    @Test
    void closingALockAgainDoesNotFreeItsNextHolder() {
        RecordStore.Lock first = store.lock("ix0");
        first.close();
        try (RecordStore.Lock _ = store.lock("ix0")) {
            first.close();
            assertLocked(bench.open(), "ix0");
        }
    }

    @Test
    void aLockNeedsNoEntryAndMakesNone() {
        store.lock("ix0").close();
        try (RecordStore.Lock _ = store.lock("ix0")) {
            assertThat(store.names()).isEmpty();
        }
        assertThat(store.names()).isEmpty();
        assertThat(store.read("ix0")).isEmpty();
    }

    @Test
    void aLockKeepsNobodyFromReadingAndWriting() {
        try (RecordStore.Lock _ = store.lock("ix0")) {
            bench.open().write("ix0", "text");
            assertThat(store.read("ix0")).contains("text");
            bench.open().remove("ix0");
        }
    }
}
