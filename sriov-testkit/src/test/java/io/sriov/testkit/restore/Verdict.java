package io.sriov.testkit.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.apply.ApplyException;
import io.sriov.apply.Deviation;
import io.sriov.apply.Outcome;
import io.sriov.apply.Recovery;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.plan.PlanException;
import io.sriov.testkit.fault.Call;
import io.sriov.testkit.fault.CallKind;
import io.sriov.testkit.fault.Effect;
import io.sriov.testkit.fault.ProcessCrash;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Holds what an apply or a recovery says against the truth.
final class Verdict {
    private static final Set<CallKind> READINGS = Set.of(CallKind.STATUS, CallKind.READ_CONFIG);

    private static final String DAMAGED_JOURNAL = "a state that the journal tells of";

    private final Bench bench;
    private final Truth goal;
    private final String label;
    private String history = "";
    private boolean unjournalled;

    /// What came of an apply or a recovery, as far as it lived to tell.
    enum Told {
        COMMITTED,
        RESTORED,
        NEEDS_ATTENTION,
        REFUSED,
        NOTHING,
        DIED
    }

    /// @param goal what is the case where what is wanted is in force
    /// @param label what happens, for messages
    Verdict(Bench bench, Truth goal, String label) {
        this.bench = bench;
        this.goal = goal;
        this.label = label;
    }

    /// An apply, which tells the truth or dies.
    Told apply() {
        return told(bench::apply);
    }

    private Told told(Supplier<Outcome> apply) {
        Outcome outcome;
        try {
            outcome = apply.get();
        } catch (ProcessCrash _) {
            return Told.DIED;
        } catch (HostException | ApplyException e) {
            assertTruth(bench.before, "thrown: " + e.getMessage());
            return Told.REFUSED;
        }
        return told(outcome);
    }

    private Told told(Outcome outcome) {
        String text = outcome.toText();
        assertThat(text).as(describe("")).doesNotContain("unexpected ");
        return switch (outcome) {
            case Outcome.Committed _ -> {
                assertTruth(goal, text);
                yield Told.COMMITTED;
            }
            case Outcome.Restored _ -> {
                assertTruth(bench.before, text);
                if (!bench.storeLied()) {
                    assertThat(bench.record("applied"))
                            .as(describe(text))
                            .isEqualTo(bench.appliedBefore);
                }
                yield Told.RESTORED;
            }
            case Outcome.NeedsAttention attention -> {
                assertDifferences(attention);
                yield Told.NEEDS_ATTENTION;
            }
        };
    }

    /// A recovery, which tells the truth, dies, or says why it cannot.
    Told recovery() {
        List<Recovery> recoveries;
        try {
            recoveries = bench.recover();
        } catch (ProcessCrash _) {
            return Told.DIED;
        } catch (HostException _) {
            return Told.REFUSED;
        }
        if (recoveries.isEmpty()) {
            return Told.NOTHING;
        }
        assertThat(recoveries).as(describe("")).hasSize(1);
        return told(recoveries.getFirst().outcome());
    }

    /// Afterwards, without faults, a recovery brings about the one or the other, or says precisely
    /// why not, and undoes nothing that was told; then what is wanted can be had.
    ///
    /// @param told what was told before
    void settle(Told told) {
        history = text(told.toString());
        unjournalled = unjournalled();
        bench.endFaults();
        Told recovered = recovery();
        Truth truth = bench.truth();
        Supplier<String> at = describe("recovery: " + recovered);
        if (recovered == Told.NEEDS_ATTENTION) {
            assertThat(attentionIsDue()).as(at).isTrue();
        } else {
            assertThat(recovered).as(at).isNotEqualTo(Told.REFUSED);
            assertThat(truth).as(at).isIn(bench.before, goal);
            assertThat(bench.sound().interruptions()).as(at).isEmpty();
        }
        if (!bench.storeLied() && told == Told.COMMITTED) {
            assertThat(truth).as(at).isEqualTo(goal);
        }
        if (!bench.storeLied() && told == Told.RESTORED) {
            assertThat(truth).as(at).isEqualTo(bench.before);
        }
        retry();
    }

    /// What is wanted can be had, unless hardware that failed has left its kernel with what no
    /// longer fits it. A store that has lost a record may say that some of it is in force already.
    private void retry() {
        Outcome retried;
        try {
            retried = bench.sound().apply(bench.planAnew(), bench.options());
        } catch (PlanException e) {
            assertThat(bench.hardwareFailed()).as(describe(e.toString())).isTrue();
            return;
        }
        Supplier<String> at = describe(retried.toText());
        if (!retried.committed()) {
            assertThat(bench.hardwareFailed()).as(at).isTrue();
            return;
        }
        if (!bench.storeLied()) {
            assertThat(bench.truth()).as(at).isEqualTo(goal);
        }
        assertThat(bench.planAnew().isEmpty()).as(at).isTrue();
        assertThat(bench.record("journal")).as(at).isEmpty();
    }

    /// Whether nobody could know better: what was before is nowhere told, fewer VFs than asked for
    /// may be somebody else's, as may VFs that a journal could not tell of, and hardware that came
    /// back has what its kernel does not know of.
    private boolean attentionIsDue() {
        return !bench.situation.start().restorable()
                || bench.storeLied()
                || bench.hardwareFailed()
                || history.lines()
                        .filter(call -> call.contains(" configure " + bench.situation.device()))
                        .anyMatch(call -> call.contains(": is short of"))
                || unjournalled;
    }

    /// Whether VFs were created of which the journal does not tell: its entry could not be written.
    /// Later entries tell of them, but for those of another process, which knows no more than the
    /// journal.
    private boolean unjournalled() {
        boolean told = true;
        boolean untold = false;
        boolean forgotten = false;
        for (Call call : bench.faults.calls()) {
            switch (call.kind()) {
                case LOCK -> {
                    forgotten |= untold;
                    untold = false;
                    told = true;
                }
                case WRITE_RECORD, REMOVE_RECORD -> {
                    if (call.subject().startsWith("journal-")) {
                        told = takesEffect(call);
                        untold &= !told;
                    }
                }
                case CONFIGURE -> untold |= !told && takesEffect(call);
                case DELETE -> {
                    if (takesEffect(call)) {
                        untold = false;
                        forgotten = false;
                    }
                }
                default -> {}
            }
        }
        return untold || forgotten;
    }

    private static boolean takesEffect(Call call) {
        return call.happened().stream()
                .noneMatch(effect ->
                        effect instanceof Effect.LostChange
                                || (effect instanceof Effect.Crash(boolean afterwards, int _)
                                        && !afterwards)
                                || (effect instanceof Effect.Failure(Errno _, boolean afterwards)
                                        && !afterwards));
    }

    private void assertTruth(Truth expected, String told) {
        assertThat(bench.truth()).as(describe(told)).isEqualTo(expected);
    }

    /// The differences are those that there are; what could not be read is only claimed where a
    /// reading failed, and what shows nowhere only where it is so.
    private void assertDifferences(Outcome.NeedsAttention attention) {
        Supplier<String> at = describe(attention.toText());
        assertThat(attention.remedies()).as(at).isNotEmpty();
        List<Deviation> told = attention.differences().stream().map(Verdict::plain).toList();
        assertThat(told).as(at).isNotEmpty();
        if (told.size() == 1 && told.getFirst().found().startsWith("nothing that could be read")) {
            assertThat(lastReadingFailed()).as(at).isTrue();
            return;
        }
        if (told.size() == 1 && told.getFirst().expected().equals(DAMAGED_JOURNAL)) {
            assertThat(bench.storeLied()).as(at).isTrue();
            assertThat(told.getFirst().found())
                    .as(at)
                    .startsWith(Truth.enabled(bench.truth().numVfs()));
            return;
        }
        List<Deviation> expected = new ArrayList<>(bench.differences());
        Deviation record =
                new Deviation(
                        "the record of " + bench.situation.device(),
                        "as before",
                        "cannot be put back");
        Deviation others =
                new Deviation(
                        bench.situation.device(),
                        "the VFs that were there before",
                        "others in their place");
        assertThat(told.contains(others) && (unjournalled || unjournalled())).as(at).isFalse();
        told = told.stream().map(deviation -> sure(deviation, others)).toList();
        if (expected.isEmpty()) {
            boolean alike = bench.truth().equals(bench.before);
            boolean replaced = alike && bench.recreated() && told.equals(List.of(others));
            expected.add(alike && !replaced ? record : others);
            assertThat(
                            bench.record("applied").isEmpty()
                                    || happened(CallKind.REMOVE_RECORD)
                                    || happened(CallKind.WRITE_RECORD))
                    .as(at)
                    .isTrue();
        }
        assertThat(told).as(at).containsExactlyInAnyOrderElementsOf(expected);
    }

    /// What is said of VFs that may be others is true of others, too.
    private static Deviation sure(Deviation deviation, Deviation others) {
        return deviation.found().equals("VFs that may be others") ? others : deviation;
    }

    private static Deviation plain(Deviation deviation) {
        String found = deviation.found().replaceFirst("^([a-z]+)[0-9]+ attached$", "$1 attached");
        if (found.startsWith("one that cannot be put back: ")) {
            found = "cannot be put back";
        }
        return new Deviation(deviation.subject(), deviation.expected(), found);
    }

    private boolean happened(CallKind kind) {
        return bench.faults.calls().stream()
                .anyMatch(call -> call.kind() == kind && !call.happened().isEmpty());
    }

    private boolean lastReadingFailed() {
        List<Call> readings =
                bench.faults.calls().stream()
                        .filter(call -> READINGS.contains(call.kind()))
                        .toList();
        boolean removed =
                bench.faults.calls().stream()
                        .flatMap(call -> call.happened().stream())
                        .anyMatch(effect -> effect instanceof Effect.DeviceRemoval);
        return removed || !readings.getLast().happened().isEmpty();
    }

    /// Told only where something is wrong: a story is long, and there are many.
    private Supplier<String> describe(String told) {
        return () -> text(told);
    }

    private String text(String told) {
        return history + label + "\n" + bench.situation + "\n" + bench.faults.story() + told + "\n";
    }
}
