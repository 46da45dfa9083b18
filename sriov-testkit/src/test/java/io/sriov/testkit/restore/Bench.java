package io.sriov.testkit.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Consent;
import io.sriov.apply.Deviation;
import io.sriov.apply.Outcome;
import io.sriov.apply.Recovery;
import io.sriov.apply.TimeSource;
import io.sriov.host.Host;
import io.sriov.plan.Plan;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.fault.CallKind;
import io.sriov.testkit.fault.Effect;
import io.sriov.testkit.fault.Faults;
import io.sriov.testkit.fault.FaultyHost;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// A machine in the situation where an apply begins.
final class Bench {
    private static final TimeSource TIME =
            new TimeSource(InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")), () -> 0);
    private static final Set<CallKind> RECORDS =
            Set.of(CallKind.READ_RECORD, CallKind.WRITE_RECORD, CallKind.REMOVE_RECORD);

    final Situation situation;
    final Faults faults = new Faults();
    final Truth before;
    private final Recorder driver = new Recorder();
    private final Machine machine;
    private final ApplyOptions options;
    private final Plan plan;

    /// The record of the configuration in force, at the beginning.
    final Optional<String> appliedBefore;

    private final int creations;
    private boolean lied;
    private boolean failed;

    Bench(Situation situation) {
        this.situation = situation;
        this.machine = situation.kernel().machine(situation.hardware(), driver);
        this.options = ApplyOptions.defaults().withConsent(Consent.forDevice(situation.device()));
        arrange();
        this.before = truth();
        this.appliedBefore = record("applied");
        this.creations = driver.creations();
        this.plan = plan();
    }

    /// What is the case where what is wanted is in force.
    static Truth goal(Situation situation) {
        var bench = new Bench(situation);
        assertThat(bench.apply().committed()).isTrue();
        return bench.truth();
    }

    private void arrange() {
        Wish wish = situation.before();
        switch (situation.start()) {
            case NOTHING -> {}
            case APPLIED -> applyBefore();
            case MADE_BY_OTHERS -> machine.create(wish);
            case CHANGED_BY_OTHERS -> {
                applyBefore();
                machine.delete();
                machine.create(new Wish(wish.numVfs() + 1, wish.passthrough(), wish.flavour()));
            }
            case DETACHED -> {
                applyBefore();
                machine.detach(wish.numVfs() - 1);
            }
            case IN_USE -> {
                applyBefore();
                IntStream.range(0, wish.numVfs())
                        .filter(vf -> !wish.passthrough().contains(vf))
                        .forEach(machine::use);
            }
        }
    }

    private void applyBefore() {
        Sriov sriov = open(machine.host());
        IovConfig config = situation.before().config(situation.device());
        assertThat(sriov.apply(sriov.plan(config)).committed()).isTrue();
    }

    private static Sriov open(Host host) {
        return Sriov.open(host, TIME);
    }

    private Plan plan() {
        Sriov sriov = open(machine.host());
        return situation
                .after()
                .map(wish -> sriov.plan(wish.config(situation.device())))
                .orElseGet(() -> sriov.planRemoval(situation.device()));
    }

    /// What is really the case.
    Truth truth() {
        return machine.truth().settled();
    }

    /// Whether VFs have been created since the beginning.
    boolean recreated() {
        return driver.creations() > creations;
    }

    /// What differs in truth from the beginning, in the SDK's words.
    List<Deviation> differences() {
        return machine.truth().differences(before, !removed());
    }

    /// Whether the PF does not answer; a VF may not, and the PF does.
    private boolean removed() {
        return faults.accesses().stream()
                .filter(access -> access.happened().contains(new Effect.DeviceRemoval()))
                .anyMatch(access -> situation.kernel().address.endsWith(access.subject()));
    }

    /// Whether the hardware has not done, at some time, what the kernel wanted.
    boolean hardwareFailed() {
        return failed || !hardwareFaults().isEmpty();
    }

    private List<Effect> hardwareFaults() {
        return faults.accesses().stream()
                .flatMap(access -> access.happened().stream())
                .filter(effect -> !(effect instanceof Effect.Crash))
                .toList();
    }

    /// Another process.
    private Sriov process() {
        return open(FaultyHost.of(machine.host(), faults));
    }

    /// Another process carries out the plan.
    Outcome apply() {
        return process().apply(plan, options);
    }

    /// Another process recovers.
    List<Recovery> recover() {
        return process().recover(options);
    }

    /// The machine without faults, for a look at what the SDK makes of it.
    Sriov sound() {
        endFaults();
        return open(machine.host());
    }

    /// A plan anew for what is wanted.
    Plan planAnew() {
        Sriov sriov = sound();
        return situation
                .after()
                .map(wish -> sriov.plan(wish.config(situation.device())))
                .orElseGet(() -> sriov.planRemoval(situation.device()));
    }

    ApplyOptions options() {
        return options;
    }

    Optional<String> record(String kind) {
        return machine.host().records().read(kind + "-" + situation.device().replace(":", "_3a"));
    }

    /// Whether the record store has not kept what it promises: what it had taken was not there, or
    /// was not what it had been given.
    boolean storeLied() {
        return lied || storeLies();
    }

    private boolean storeLies() {
        return faults.calls().stream()
                .filter(call -> RECORDS.contains(call.kind()))
                .flatMap(call -> call.happened().stream())
                .anyMatch(effect ->
                        effect instanceof Effect.LostChange
                                || effect instanceof Effect.ShortResult
                                || effect instanceof Effect.TornWrite);
    }

    /// Faults and their story end here; whether the store lied is remembered.
    void endFaults() {
        lied |= storeLies();
        failed |= hardwareFailed();
        faults.reset();
    }
}
