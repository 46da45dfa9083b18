package io.sriov.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.Errno;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// What outcomes say, to people and to programs.
class OutcomeTest {
    private static final Failure NO_ROOM =
            new Failure(
                    "cannot configure SR-IOV on ix0: ENOSPC: no room",
                    Optional.of(Errno.ENOSPC),
                    Optional.of("free some"));
    private static final Failure UNEXPECTED =
            new Failure("unexpected trouble", Optional.empty(), Optional.empty());
    private static final List<StepEvidence> EVIDENCE =
            List.of(
                    new StepEvidence(
                            StepEvidence.Phase.APPLY,
                            "create 8 VFs of ix0",
                            Duration.ofMillis(1012),
                            "",
                            Optional.of(NO_ROOM)),
                    new StepEvidence(
                            StepEvidence.Phase.RESTORE,
                            "read back the state of ix0",
                            Duration.ofMillis(2),
                            "no VFs enabled",
                            Optional.empty()));

    private static void assertJson(Outcome outcome, String expected) {
        assertThat(outcome.toJson()).doesNotContain("\n");
        assertThat(JsonMapper.shared().readTree(outcome.toJson()))
                .isEqualTo(JsonMapper.shared().readTree(expected));
    }

    @Test
    void whatWasNothingToDoIsJustDone() {
        var outcome = new Outcome.Committed("ix0", List.of(), List.of());

        assertThat(outcome.committed()).isTrue();
        assertThat(outcome.toText()).isEqualTo("ix0: done");
        assertJson(
                outcome,
                """
                {"device":"ix0","outcome":"COMMITTED","differences":[],"remedies":[],"evidence":[],
                 "remarks":[]}\
                """);
    }

    @Test
    void whatWasRestoredTellsItsCauseAndWhatWasDone() {
        var outcome = new Outcome.Restored("ix0", NO_ROOM, EVIDENCE, List.of("it was close"));

        assertThat(outcome.committed()).isFalse();
        assertThat(outcome.toText())
                .isEqualTo(
                        """
                        ix0: failed; the previous state has been restored
                        cause: cannot configure SR-IOV on ix0: ENOSPC: no room
                        what was done:
                          apply: create 8 VFs of ix0: FAILED in 1012 ms; cannot configure SR-IOV on ix0: ENOSPC: no room
                          restore: read back the state of ix0: ok in 2 ms; no VFs enabled
                        note: it was close\
                        """);
        assertJson(
                outcome,
                """
                {"device":"ix0","outcome":"RESTORED",
                 "cause":{"message":"cannot configure SR-IOV on ix0: ENOSPC: no room","errno":"ENOSPC",
                   "remedy":"free some"},
                 "differences":[],"remedies":[],
                 "evidence":[
                   {"phase":"apply","action":"create 8 VFs of ix0","succeeded":false,"millis":1012,
                    "failure":{"message":"cannot configure SR-IOV on ix0: ENOSPC: no room",
                      "errno":"ENOSPC","remedy":"free some"}},
                   {"phase":"restore","action":"read back the state of ix0","succeeded":true,
                    "millis":2,"readBack":"no VFs enabled"}],
                 "remarks":["it was close"]}\
                """);
    }

    @Test
    void whatNeedsAttentionTellsWhatDiffersAndWhatToDo() {
        var outcome =
                new Outcome.NeedsAttention(
                        "ix0",
                        UNEXPECTED,
                        List.of(
                                new Deviation("ix0", "3 VFs enabled", "no VFs enabled"),
                                new Deviation("ix0 VF-3", "present", "absent")),
                        List.of("look", "then act"),
                        List.of(),
                        List.of("nothing was touched"));

        assertThat(outcome.committed()).isFalse();
        assertThat(outcome.toText())
                .isEqualTo(
                        """
                        ix0: failed, and needs attention: the previous state is not restored
                        cause: unexpected trouble
                        what differs from the previous state:
                          ix0: 3 VFs enabled expected, no VFs enabled found
                          ix0 VF-3: present expected, absent found
                        what to do:
                          look
                          then act
                        note: nothing was touched\
                        """);
        assertJson(
                outcome,
                """
                {"device":"ix0","outcome":"NEEDS_ATTENTION",
                 "cause":{"message":"unexpected trouble"},
                 "differences":[
                   {"subject":"ix0","expected":"3 VFs enabled","found":"no VFs enabled"},
                   {"subject":"ix0 VF-3","expected":"present","found":"absent"}],
                 "remedies":["look","then act"],"evidence":[],"remarks":["nothing was touched"]}\
                """);
    }
}
