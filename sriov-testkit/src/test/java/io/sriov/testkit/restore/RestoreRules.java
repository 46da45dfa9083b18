package io.sriov.testkit.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.Errno;
import io.sriov.testkit.fault.AccessSelector;
import io.sriov.testkit.fault.Call;
import io.sriov.testkit.fault.CallKind;
import io.sriov.testkit.fault.CallSelector;
import io.sriov.testkit.fault.Effect;
import io.sriov.testkit.restore.Verdict.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The proof of restore: whatever the situation, and whatever goes wrong at whichever call, what is
/// told afterwards is the truth, and the truth is what was wanted or what was before. Situations
/// are drawn; the calls and what happens at them are all of them.
abstract class RestoreRules {
    /// What can go wrong at a call of a port.
    private static final List<Effect> FAULTS =
            List.of(
                    new Effect.Failure(Errno.EIO, false),
                    new Effect.Failure(Errno.EIO, true),
                    new Effect.LostChange(),
                    new Effect.ShortResult(1),
                    new Effect.Delay(Duration.ofSeconds(22)),
                    new Effect.DeviceRemoval());

    /// How a process can die at a call.
    private static final List<Effect> CRASHES =
            List.of(Effect.Crash.BEFORE, Effect.Crash.AFTER, new Effect.TornWrite(1));

    /// What can go wrong while something else has gone wrong.
    private static final List<Effect> SECOND_FAULTS =
            List.of(
                    new Effect.Failure(Errno.EIO, false),
                    new Effect.Failure(Errno.EIO, true),
                    new Effect.LostChange());

    /// What can go wrong at an access to a register.
    private static final List<Effect> REGISTER_FAULTS =
            List.of(
                    new Effect.AllOnes(),
                    new Effect.LostChange(),
                    new Effect.Delay(Duration.ofMillis(150)),
                    new Effect.DeviceRemoval(),
                    Effect.Crash.AFTER);

    /// The kernel that they hold for.
    abstract Kernel kernel();

    @Provide
    Arbitrary<Situation> situations() {
        return Situation.any(kernel());
    }

    /// The calls that an apply makes where nothing goes wrong.
    private static List<Call> calls(Situation situation) {
        var bench = new Bench(situation);
        bench.apply();
        return bench.faults.calls();
    }

    @Property(tries = 2, edgeCases = EdgeCasesMode.NONE)
    void oneFaultAnywhereIsToldAsItIs(@ForAll("situations") Situation situation) {
        Truth goal = Bench.goal(situation);
        everywhere(
                calls(situation),
                FAULTS,
                (call, effect) -> {
                    var bench = new Bench(situation);
                    bench.faults.on(CallSelector.call(call.number())).has(effect);
                    var verdict = new Verdict(bench, goal, call + ": " + effect);
                    Told told = verdict.apply();
                    bench.faults.verifyAllHappened();
                    boolean attention =
                            effect instanceof Effect.DeviceRemoval
                                    || !situation.start().restorable()
                                    || (effect instanceof Effect.ShortResult
                                            && call.kind() == CallKind.CONFIGURE);
                    assertThat(attention || told != Told.NEEDS_ATTENTION)
                            .as(call + ": " + effect + "\n" + situation)
                            .isTrue();
                    verdict.settle(told);
                });
    }

    @Property(tries = 2, edgeCases = EdgeCasesMode.NONE)
    void theNextProcessRecoversFromACrashAnywhere(@ForAll("situations") Situation situation) {
        Truth goal = Bench.goal(situation);
        everywhere(
                calls(situation),
                CRASHES,
                (call, effect) -> {
                    var bench = new Bench(situation);
                    bench.faults.on(CallSelector.call(call.number())).has(effect);
                    var verdict = new Verdict(bench, goal, call + ": " + effect);
                    assertThat(verdict.apply()).isEqualTo(Told.DIED);
                    verdict.settle(Told.DIED);
                });
    }

    /// What a crash leaves depends on the calls that had changed something by then and on nothing
    /// else, so that crashes after those are all that there are.
    @Property(tries = 1, edgeCases = EdgeCasesMode.NONE)
    void theNextProcessDiesAnywhereToo(@ForAll("situations") Situation situation) {
        Truth goal = Bench.goal(situation);
        for (Call call : calls(situation)) {
            boolean died = call.kind().admits(new Effect.LostChange());
            for (int next = 1; died; next++) {
                var bench = new Bench(situation);
                bench.faults.on(CallSelector.call(call.number())).crashesAfterwards();
                var verdict = new Verdict(bench, goal, call + ", then " + next);
                assertThat(verdict.apply()).isEqualTo(Told.DIED);
                bench.endFaults();
                bench.faults.on(CallSelector.anyCall()).nth(next).has(Effect.Crash.AFTER);
                Told told = verdict.recovery();
                died = told == Told.DIED;
                verdict.settle(told);
            }
        }
    }

    @Property(tries = 1, edgeCases = EdgeCasesMode.NONE)
    void aSecondFaultAnywhereIsToldAsItIs(@ForAll("situations") Situation situation) {
        Truth goal = Bench.goal(situation);
        everywhere(
                withoutRuns(calls(situation)),
                SECOND_FAULTS,
                (call, effect) -> {
                    var alone = new Bench(situation);
                    alone.faults.on(CallSelector.call(call.number())).has(effect);
                    new Verdict(alone, goal, call + ": " + effect).apply();
                    everywhere(
                            withoutRuns(alone.faults.calls()).stream()
                                    .filter(next -> next.number() > call.number())
                                    .toList(),
                            SECOND_FAULTS,
                            (next, second) ->
                                    twoFaults(situation, goal, call, effect, next, second));
                });
    }

    private static void twoFaults(
            Situation situation, Truth goal, Call call, Effect effect, Call next, Effect second) {
        var bench = new Bench(situation);
        bench.faults.on(CallSelector.call(call.number())).has(effect);
        bench.faults.on(CallSelector.call(next.number())).has(second);
        var verdict = new Verdict(bench, goal, call + ": " + effect + "; " + next + ": " + second);
        Told told = verdict.apply();
        bench.faults.verifyAllHappened();
        verdict.settle(told);
    }

    /// These calls with the first of each run of reads of registers for all of the run: what fails
    /// is the one reading of the PF's state that they make.
    private static List<Call> withoutRuns(List<Call> calls) {
        var first = new ArrayList<Call>();
        for (Call call : calls) {
            boolean goesOn =
                    !first.isEmpty()
                            && call.kind() == CallKind.READ_CONFIG
                            && first.getLast().kind() == CallKind.READ_CONFIG;
            if (!goesOn) {
                first.add(call);
            }
        }
        return first;
    }

    @Property(tries = 1, edgeCases = EdgeCasesMode.NONE)
    void oneFaultAtAnyRegisterIsToldAsItIs(@ForAll("situations") Situation situation) {
        Truth goal = Bench.goal(situation);
        var faultless = new Bench(situation);
        faultless.apply();
        everywhere(
                faultless.faults.accesses(),
                REGISTER_FAULTS,
                (access, effect) -> {
                    var bench = new Bench(situation);
                    bench.faults.on(AccessSelector.access(access.number())).has(effect);
                    var verdict = new Verdict(bench, goal, access + ": " + effect);
                    verdict.settle(verdict.apply());
                });
    }

    private static void everywhere(
            List<Call> calls, List<Effect> effects, BiConsumer<Call, Effect> run) {
        for (Call call : calls) {
            for (Effect effect : effects) {
                if (call.kind().admits(effect)) {
                    run.accept(call, effect);
                }
            }
        }
    }
}
