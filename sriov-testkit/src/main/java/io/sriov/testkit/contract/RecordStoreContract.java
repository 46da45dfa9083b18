package io.sriov.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sriov.host.RecordStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [RecordStore] promises.
public abstract class RecordStoreContract extends RecordLockRules {
    private static final List<String> NAMES =
            List.of("a", "Z", "0", "_x", "-x", "a.b", "a..b", "applied-ix0", "x.new", "x.lock");

    /// For subclasses.
    protected RecordStoreContract() {}

    @Test
    void aFreshStoreIsEmpty() {
        assertThat(store.names()).isEmpty();
        assertThat(store.read("a")).isEmpty();
    }

    @Test
    void whatIsReadIsTheTextWrittenLast() {
        store.write("a", "first, and longer");
        store.write("a", "second");
        store.write("b", "other");
        assertThat(store.read("a")).contains("second");
        assertThat(store.read("b")).contains("other");
    }

    @Test
    void everyTextComesBackAsItWas() {
        List<String> texts =
                List.of(
                        "",
                        "\n",
                        " a\r\n\tb ",
                        "\u0000\u0001\u007f",
                        "\"\\{}[]",
                        "\u00e9\u2028\uD83D\uDE00",
                        "\uFEFFmark",
                        "line\n".repeat(20_000));
        for (String text : texts) {
            store.write("a", text);
            String read = store.read("a").orElseThrow();
            assertThat(read.equals(text)).as("a text of %d letters", text.length()).isTrue();
        }
    }

    @Test
    void everyNameOfTheAllowedFormNamesAnEntry() {
        String longest = "n".repeat(200);
        NAMES.forEach(name -> store.write(name, name));
        store.write(longest, longest);
        for (String name : NAMES) {
            assertThat(store.read(name)).as(name).contains(name);
        }
        assertThat(store.read(longest)).contains(longest);
    }

    @Test
    void otherNamesAreProgrammingMistakes() {
        List<String> names =
                List.of(
                        "",
                        ".",
                        "..",
                        ".hidden",
                        "../x",
                        "a/b",
                        "a\\b",
                        "a b",
                        "a:b",
                        "a\n",
                        "a\u0000",
                        "\u00e9",
                        "n".repeat(201));
        for (String name : names) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> store.read(name));
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> store.write(name, ""));
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> store.remove(name));
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> store.lock(name));
        }
        assertThat(store.names()).isEmpty();
    }

    @Test
    void namesAreSorted() {
        NAMES.forEach(name -> store.write(name, ""));
        assertThat(store.names()).containsExactlyElementsOf(NAMES.stream().sorted().toList());
    }

    @Test
    void aRemovedEntryIsGoneAndNoOther() {
        store.write("a", "1");
        store.write("b", "2");
        store.remove("a");
        assertThat(store.read("a")).isEmpty();
        assertThat(store.names()).containsExactly("b");
    }

    @Test
    void removingWhatIsNotThereDoesNothing() {
        store.remove("a");
        store.write("a", "1");
        store.remove("b");
        assertThat(store.names()).containsExactly("a");
    }

    @Test
    void whoeverOpensThePlaceSeesWhatWasWritten() {
        store.write("a", "1");
        RecordStore second = bench.open();
        assertThat(second.read("a")).contains("1");
        second.write("a", "2");
        second.write("b", "3");
        assertThat(store.read("a")).contains("2");
        assertThat(store.names()).containsExactly("a", "b");
        store.remove("a");
        assertThat(second.read("a")).isEmpty();
        assertThat(second.names()).containsExactly("b");
    }

    @Test
    void aReaderSeesTheOldTextOrTheNewOneWhole() {
        String old = "o".repeat(50_000);
        String young = "n".repeat(70_000);
        store.write("a", old);
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 20; i++) {
                        store.write("a", i % 2 == 0 ? young : old);
                    }
                });
        while (!writer.isDone()) {
            String text = bench.open().read("a").orElse("");
            assertThat(text.equals(old) || text.equals(young))
                    .as("a text of %d letters is one of the two", text.length())
                    .isTrue();
        }
        writer.join();
    }

    @Test
    void writersOfDifferentEntriesDoNotLoseEachOthers() {
        List<CompletableFuture<Void>> writers =
                IntStream.range(0, 4)
                        .mapToObj(writer ->
                                CompletableFuture.runAsync(() -> {
                                    for (int i = 0; i < 10; i++) {
                                        bench.open().write("w" + writer + "-" + i, "x");
                                    }
                                }))
                        .toList();
        writers.forEach(CompletableFuture::join);
        assertThat(store.names()).hasSize(40);
    }
}
