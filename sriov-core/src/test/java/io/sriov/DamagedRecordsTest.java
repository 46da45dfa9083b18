package io.sriov;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Outcome;
import io.sriov.plan.Plan;
import io.sriov.scripted.Configs;
import io.sriov.scripted.ScriptedHost;
import io.sriov.scripted.ScriptedPf;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Records and journals that are not what was once written: unknown, kept aside, and never a crash.
class DamagedRecordsTest {
    private final ScriptedHost host = new ScriptedHost();
    private final ScriptedPf pf = host.add("ix0", 8, Configs.SCHEMA);
    private final Sriov sriov = Sriov.open(host);

    @BeforeEach
    void arrange() {
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));
    }

    static Stream<String> damaged() {
        return Stream.of(
                "",
                "\n",
                "{}",
                "not JSON",
                "{}\n44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\n",
                "[]\n4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945\n",
                "\u0000\uffff",
                "{\"record\":\"applied\",\"version\":1}\n0000\n");
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void aDamagedRecordIsUnknownAndKept(String text) {
        host.records().entries().write("applied-ix0", text);

        Plan plan = sriov.plan(Configs.config("ix0", 3, 0));

        assertThat(plan.previous().restorable()).isFalse();
        assertThat(plan.notices()).singleElement().asString().contains("kept aside");
        assertThat(sriov.apply(plan).committed()).isTrue();
        assertThat(host.records().entries().read("damaged-1-applied-ix0")).contains(text);
        assertThat(sriov.plan(Configs.config("ix0", 3, 0)).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void aDamagedJournalIsToldAndKept(String text) {
        host.records().entries().write("journal-ix0", text);

        assertThat(sriov.interruptions())
                .singleElement()
                .satisfies(i -> assertThat(i.damage()).isPresent());
        assertThat(sriov.recover(ApplyOptions.defaults()))
                .singleElement()
                .satisfies(r -> {
                    assertThat(r.outcome()).isInstanceOf(Outcome.NeedsAttention.class);
                    assertThat(r.outcome().remarks())
                            .containsExactly(
                                    "kept as 'damaged-1-applied-ix0'",
                                    "kept as 'damaged-1-journal-ix0'");
                });
        assertThat(sriov.recover(ApplyOptions.defaults())).isEmpty();
        assertThat(pf.inForce()).isPresent();
    }

    @Test
    void aDamagedJournalDoesNotKeepAPlanFromReplacingWhatIsThere() {
        host.records().entries().write("journal-ix0", "cut off");

        Plan plan = sriov.plan(Configs.config("ix0", 3, 0));

        assertThat(plan.previous().restorable()).isFalse();
        assertThat(sriov.apply(plan).committed()).isTrue();
        assertThat(sriov.interruptions()).isEmpty();
        assertThat(sriov.plan(Configs.config("ix0", 3, 0)).isEmpty()).isTrue();
    }

    @Test
    void everyTruncationAndEverySingleFlippedCharacterIsNoticed() {
        String sound = host.records().entries().read("applied-ix0").orElseThrow();
        IntStream.range(0, sound.length() - 1)
                .forEach(i -> {
                    assertUnknown(sound.substring(0, i));
                    assertUnknown(
                            sound.substring(0, i)
                                    + (char) (sound.charAt(i) ^ 1)
                                    + sound.substring(i + 1));
                });
    }

    private void assertUnknown(String text) {
        host.records().entries().write("applied-ix0", text);
        assertThat(sriov.planRemoval("ix0").previous().restorable()).as(text).isFalse();
    }

    @Test
    void theRecordOfAnotherDeviceIsNotBelieved() {
        host.add("ix1", 8, Configs.SCHEMA);
        host.records()
                .entries()
                .write("applied-ix1", host.records().entries().read("applied-ix0").orElseThrow());

        assertThat(sriov.planRemoval("ix1").notices())
                .singleElement()
                .asString()
                .contains("it is about ix0");
    }
}
