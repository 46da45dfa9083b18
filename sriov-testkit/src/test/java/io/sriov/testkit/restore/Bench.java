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
import io.sriov.schema.wire.ConfigNvlist;
import io.sriov.testkit.fault.CallKind;
import io.sriov.testkit.fault.Effect;
import io.sriov.testkit.fault.Faults;
import io.sriov.testkit.fault.FaultyHost;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedKernel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A machine in the situation where an apply begins.
final class Bench {
    private static final TimeSource TIME =
            new TimeSource(InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")), () -> 0);
    private static final Set<CallKind> RECORDS =
            Set.of(CallKind.READ_RECORD, CallKind.WRITE_RECORD, CallKind.REMOVE_RECORD);
    private static final ApplyOptions OPTIONS =
            ApplyOptions.defaults().withConsent(Consent.forDevice(Situation.DEVICE));

    final Situation situation;
    final Faults faults = new Faults();
    final Truth before;
    private final Recorder driver = new Recorder();
    private final SimulatedHost machine;
    private final Plan plan;

    /// The record of the configuration in force, at the beginning.
    final Optional<String> appliedBefore;

    private final int creations;
    private boolean lied;
    private boolean failed;

    Bench(Situation situation) {
        this.situation = situation;
        this.machine = SimulatedHost.of(situation.hardware().machine(driver));
        if (situation.hardware().hasNeighbour()) {
            operate(kernel ->
                    kernel.configure(
                            Hardware.NEIGHBOUR,
                            ConfigNvlist.pack(
                                    new Wish(2, Set.of(), 9)
                                            .config()
                                            .withDevice(Hardware.NEIGHBOUR))));
        }
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
            case MADE_BY_OTHERS -> create(wish);
            case CHANGED_BY_OTHERS -> {
                applyBefore();
                operate(kernel -> kernel.delete(Situation.DEVICE));
                create(new Wish(wish.numVfs() + 1, wish.passthrough(), wish.flavour()));
            }
            case DETACHED -> {
                applyBefore();
                operate(kernel -> kernel.detachVf(Situation.DEVICE, wish.numVfs() - 1));
            }
            case IN_USE -> {
                applyBefore();
                operate(kernel -> {
                    for (int i = 0; i < wish.numVfs(); i++) {
                        if (!wish.passthrough().contains(i)) {
                            kernel.useInterface(Situation.DEVICE, i, "interface %s is up");
                        }
                    }
                });
            }
        }
    }

    private void applyBefore() {
        Sriov sriov = open(machine);
        assertThat(sriov.apply(sriov.plan(situation.before().config())).committed()).isTrue();
    }

    private void create(Wish wish) {
        operate(kernel -> kernel.configure(Situation.DEVICE, ConfigNvlist.pack(wish.config())));
    }

    private void operate(Consumer<SimulatedKernel> operation) {
        machine.operate(kernel -> {
            operation.accept(kernel);
            return true;
        });
    }

    private static Sriov open(Host host) {
        return Sriov.open(host, TIME);
    }

    private Plan plan() {
        Sriov sriov = open(machine);
        return situation
                .after()
                .map(wish -> sriov.plan(wish.config()))
                .orElseGet(() -> sriov.planRemoval(Situation.DEVICE));
    }

    /// What is really the case.
    Truth truth() {
        return Truth.of(machine, driver, situation.hardware().hasNeighbour()).settled();
    }

    /// Whether VFs have been created since the beginning.
    boolean recreated() {
        return driver.creations() > creations;
    }

    /// What differs in truth from the beginning, in the SDK's words.
    List<Deviation> differences() {
        return Truth.of(machine, driver, situation.hardware().hasNeighbour())
                .differences(before, !hardwareFaults().contains(new Effect.DeviceRemoval()));
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
        return open(FaultyHost.of(machine, faults));
    }

    /// Another process carries out the plan.
    Outcome apply() {
        return process().apply(plan, OPTIONS);
    }

    /// Another process recovers.
    List<Recovery> recover() {
        return process().recover(OPTIONS);
    }

    /// The machine without faults, for a look at what the SDK makes of it.
    Sriov sound() {
        endFaults();
        return open(machine);
    }

    /// A plan anew for what is wanted.
    Plan planAnew() {
        Sriov sriov = sound();
        return situation
                .after()
                .map(wish -> sriov.plan(wish.config()))
                .orElseGet(() -> sriov.planRemoval(Situation.DEVICE));
    }

    ApplyOptions options() {
        return OPTIONS;
    }

    Optional<String> record(String kind) {
        return machine.records().read(kind + "-" + Situation.DEVICE);
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
