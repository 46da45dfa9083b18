package io.sriov;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.sriov.apply.Applier;
import io.sriov.apply.ApplyException;
import io.sriov.apply.ApplyListener;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Consent;
import io.sriov.apply.Outcome;
import io.sriov.apply.Recovery;
import io.sriov.apply.StepEvidence;
import io.sriov.apply.TimeSource;
import io.sriov.driver.DriverCode;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.ParameterReading;
import io.sriov.host.PfStatus;
import io.sriov.plan.Plan;
import io.sriov.plan.PlanException;
import io.sriov.plan.PlanProblem;
import io.sriov.record.PfRecords;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.scripted.Configs;
import io.sriov.scripted.Crash;
import io.sriov.scripted.Faults;
import io.sriov.scripted.ScriptedHost;
import io.sriov.scripted.ScriptedPf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SriovTest {
    private final ScriptedHost host = new ScriptedHost();
    private final ScriptedPf ix0 = host.add("ix0", 8, Configs.SCHEMA);
    private final ScriptedPf ix1 = host.add("ix1", 8, Configs.SCHEMA);
    private final Sriov sriov = Sriov.open(host);

    @Test
    void appliesAndThenPlansNothing() {
        IovConfig config = Configs.config("ix0", 3, 0);

        Outcome outcome = sriov.apply(sriov.plan(config));

        assertThat(outcome).isInstanceOf(Outcome.Committed.class);
        assertThat(outcome.remarks()).isEmpty();
        assertThat(ix0.inForce()).containsSame(config);
        assertThat(sriov.status("ix0").vfs()).hasSize(3);
        Plan again = Sriov.open(host).plan(Configs.config("ix0", 3, 0));
        assertThat(again.isEmpty()).isTrue();
        assertThat(again.differences()).isEmpty();
        host.faults().reset();
        assertThat(sriov.apply(again).evidence()).isEmpty();
        assertThat(host.faults().calls()).noneMatch(call -> call.startsWith("write"));
    }

    @Test
    void warningsOfTheDriverAreNoticesOfWhatIsCreated() {
        ix0.diagnostics =
                List.of(
                        Diagnostic.warning(
                                        DriverCode.DRIVER_RULE,
                                        "VF-0 will have another address",
                                        Origin.whole("ix0.conf"))
                                .withHint("declare one"));
        IovConfig config = Configs.config("ix0", 3, 0);

        Plan plan = sriov.plan(config);

        assertThat(plan.notices())
                .containsExactly("ix0.conf: VF-0 will have another address; declare one");
        assertThat(plan.toText())
                .endsWith("\nnote: ix0.conf: VF-0 will have another address; declare one");
        assertThat(sriov.apply(plan).committed()).isTrue();
        assertThat(sriov.plan(config).notices()).isEmpty();
    }

    @Test
    void whatWasSetAndCannotBeReadBackIsSaid() {
        ix0.tell(
                new ParameterReading(
                        "mac-addr", ParameterReading.State.UNKNOWN, "there are too many VFs"));
        ix0.tell(
                new ParameterReading(
                        "weight", ParameterReading.State.UNSUPPORTED, "ix does not report it"));
        ix0.tell(ParameterReading.known("vlan", "trunk"));
        IovConfig config =
                IovConfig.builder(Configs.SCHEMA, "ix0")
                        .numVfs(5)
                        .vf(0, "mac-addr", Configs.mac(0x0200_0000_0001L))
                        .vf(1, "mac-addr", Configs.mac(0x0200_0000_0002L))
                        .vf(2, "mac-addr", Configs.mac(0x0200_0000_0003L))
                        .vf(4, "mac-addr", Configs.mac(0x0200_0000_0004L))
                        .build();
        assertThat(sriov.apply(sriov.plan(config)).remarks())
                .containsExactly(
                        "mac-addr of VF 0..2, 4 was set and cannot be read back: there are too"
                                + " many VFs");
    }

    @Test
    void sameEffectInOtherWordsIsNoChange() {
        sriov.apply(sriov.plan(IovConfig.builder(Configs.SCHEMA, "ix0").numVfs(2).build()));

        IovConfig spelledOut =
                IovConfig.builder(Configs.SCHEMA, "ix0")
                        .numVfs(2)
                        .vf(1, "MAC-Anti-Spoof", ParameterValue.Bool.TRUE)
                        .build();

        assertThat(sriov.plan(spelledOut).isEmpty()).isTrue();
    }

    @Test
    void removalRemovesVfsAndRecord() {
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));

        assertThat(sriov.apply(sriov.planRemoval("ix0"))).isInstanceOf(Outcome.Committed.class);

        assertThat(sriov.status("ix0").enabled()).isFalse();
        assertThat(host.records().entries().names()).isEmpty();
        assertThat(sriov.planRemoval("ix0").isEmpty()).isTrue();
    }

    @Test
    void whatSomebodyElseCreatedIsReplacedAndSaidToBeUnknown() {
        ix0.configureNow(Configs.config("ix0", 3, 0));

        Plan plan = sriov.plan(Configs.config("ix0", 3, 0));

        assertThat(plan.isEmpty()).isFalse();
        assertThat(plan.previous().restorable()).isFalse();
        assertThat(plan.toText())
                .contains("the configuration in force is unknown and cannot be restored");
        assertThat(sriov.apply(plan).committed()).isTrue();
        assertThat(sriov.plan(Configs.config("ix0", 3, 0)).isEmpty()).isTrue();
    }

    @Test
    void whatSomebodyElseReplacedIsNoticed() {
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));
        ix0.reboot();
        ix0.configureNow(IovConfig.builder(Configs.SCHEMA, "ix0").numVfs(3).build());

        Plan plan = sriov.plan(Configs.config("ix0", 3, 0));

        assertThat(plan.previous().restorable()).isFalse();
        assertThat(plan.toText()).contains("VF-0 is kept by the host and was recorded as passed");
    }

    @Test
    void afterARebootTheRecordedConfigurationIsCreatedAgain() {
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));
        ix0.reboot();

        Plan plan = sriov.plan(Configs.config("ix0", 3, 0));

        assertThat(plan.steps()).hasSize(1);
        assertThat(plan.impact().destroyed()).isEmpty();
        assertThat(sriov.apply(plan).committed()).isTrue();
    }

    @Test
    void destroyingVfsInUseTakesConsentForEachOfThem() {
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));
        ix0.use(1, "interface ixv1 is up", false);
        ix0.use(2, "jail web", false);
        Plan plan = sriov.plan(Configs.config("ix0", 5, 1));
        String before = ix0.truth();

        assertThat(plan.impact().consentNeeded()).isTrue();
        for (Consent insufficient :
                List.of(
                        Consent.none(),
                        Consent.forDevice("ix1"),
                        Consent.forVfs("ix0", Set.of(2)))) {
            assertThatThrownBy(() ->
                            sriov.apply(plan, ApplyOptions.defaults().withConsent(insufficient)))
                    .isInstanceOfSatisfying(
                            ApplyException.class,
                            e ->
                                    assertThat(e.reason())
                                            .isEqualTo(ApplyException.Reason.CONSENT_NEEDED))
                    .hasMessageContaining("VF-1 by interface ixv1 is up");
        }
        assertThat(ix0.truth()).isEqualTo(before);
        Consent both = Consent.forVfs("ix0", Set.of(1)).and(Consent.forVfs("ix0", Set.of(2)));
        assertThat(sriov.apply(plan, ApplyOptions.defaults().withConsent(both)).committed())
                .isTrue();
    }

    @Test
    void vfsThatAreHeldAreNotDestroyedWhateverTheConsent() {
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));
        ix0.use(0, "guest vm1 through ppt0", true);
        Plan plan = sriov.planRemoval("ix0");
        host.faults().reset();

        assertThat(plan.impact().blocked()).isTrue();
        assertThatThrownBy(() ->
                        sriov.apply(
                                plan,
                                ApplyOptions.defaults().withConsent(Consent.forDevice("ix0"))))
                .isInstanceOfSatisfying(
                        ApplyException.class,
                        e -> assertThat(e.reason()).isEqualTo(ApplyException.Reason.VFS_HELD))
                .hasMessageContaining("VF-0 by guest vm1 through ppt0");
        assertThat(host.faults().calls())
                .noneMatch(call -> call.startsWith("delete") || call.startsWith("write"));
    }

    @Test
    void stalePlansAreRefused() {
        Plan plan = sriov.plan(Configs.config("ix0", 3, 0));
        ix0.configureNow(Configs.config("ix0", 2, 0));
        assertStale(plan, "there were 0 VFs and are 2");

        Plan second = sriov.plan(Configs.config("ix0", 3, 0));
        ix0.use(1, "jail web", false);
        assertStale(second, "VF-1 changed its state, driver or users");

        ix0.release();
        Plan third = sriov.plan(Configs.config("ix0", 3, 0));
        Plan fourth = sriov.plan(Configs.config("ix0", 4, 1));
        sriov.apply(third);
        assertStale(fourth, "another configuration has been applied");
    }

    private void assertStale(Plan plan, String why) {
        String before = ix0.truth();
        assertThatThrownBy(() -> sriov.apply(plan))
                .isInstanceOfSatisfying(
                        ApplyException.class,
                        e -> assertThat(e.reason()).isEqualTo(ApplyException.Reason.STALE_PLAN))
                .hasMessageContaining(why);
        assertThat(ix0.truth()).isEqualTo(before);
    }

    @Test
    void aRefusedConfigurationIsRestoredWithTheKernelsErrno() {
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));
        String before = ix0.truth();
        Plan plan = sriov.plan(Configs.config("ix0", 5, 1));
        var once = new FailOnce(ix0, Errno.ENOSPC);

        Outcome outcome = sriov.apply(plan, ApplyOptions.defaults().withListener(once));

        assertThat(outcome).isInstanceOf(Outcome.Restored.class);
        assertThat(((Outcome.Restored) outcome).cause().errno()).contains(Errno.ENOSPC);
        assertThat(ix0.truth()).isEqualTo(before);
        assertThat(sriov.plan(Configs.config("ix0", 3, 0)).isEmpty()).isTrue();
        assertThat(outcome.evidence())
                .extracting(e -> e.phase().label() + ": " + e.action() + ": " + e.succeeded())
                .containsExactly(
                        "apply: destroy 3 VFs of ix0: true",
                        "apply: create 5 VFs of ix0: false",
                        "restore: create the 3 previous VFs of ix0: true",
                        "restore: read back the state of ix0: true");
    }

    /// Makes the first creation of VFs fail, and those after it not.
    private record FailOnce(ScriptedPf pf, Errno errno) implements ApplyListener {
        @Override
        public void started(String device, String action) {
            pf.failConfigure(action.startsWith("create 5") ? errno : null);
        }
    }

    @Test
    void aVfThatItsDriverRefusedIsFoundAlthoughTheKernelReportedSuccess() {
        ix0.refuse(2);

        Outcome outcome = sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));

        assertThat(outcome).isInstanceOf(Outcome.Restored.class);
        assertThat(((Outcome.Restored) outcome).cause().message())
                .contains("ix0 VF-2: present expected, absent: its driver refused it found");
        assertThat(ix0.inForce()).isEmpty();
    }

    @Test
    void aKernelThatReportsSuccessAndDoesNothingIsNotBelieved() {
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));
        String before = ix0.truth();
        ix0.lie();

        Outcome outcome = sriov.apply(sriov.planRemoval("ix0"));

        assertThat(outcome).isInstanceOf(Outcome.Restored.class);
        assertThat(ix0.truth()).isEqualTo(before);
    }

    @Test
    void restoringThatFailsToldExactly() {
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));
        Plan plan = sriov.plan(Configs.config("ix0", 5, 1));
        ix0.failConfigure(Errno.ENXIO);

        Outcome outcome = sriov.apply(plan);

        assertThat(outcome)
                .asInstanceOf(type(Outcome.NeedsAttention.class))
                .satisfies(attention -> {
                    assertThat(attention.cause().errno()).contains(Errno.ENXIO);
                    assertThat(attention.differences())
                            .extracting(Object::toString)
                            .containsExactly(
                                    "ix0: 3 VFs enabled expected, no VFs enabled found",
                                    "ix0: VF Enable set expected, VF Enable clear found",
                                    "ix0: NumVFs 3 expected, NumVFs 0 found");
                    assertThat(attention.remedies()).last().asString().contains("recover");
                });
        assertThat(sriov.interruptions())
                .singleElement()
                .satisfies(i -> assertThat(i.needsAttention()).isTrue());

        ix0.failConfigure(null);
        List<Recovery> recoveries = sriov.recover(ApplyOptions.defaults());
        assertThat(recoveries)
                .singleElement()
                .satisfies(r -> assertThat(r.outcome()).isInstanceOf(Outcome.Restored.class));
        assertThat(sriov.plan(Configs.config("ix0", 3, 0)).isEmpty()).isTrue();
    }

    @Test
    void aFailedApplyThatNeedsAttentionIsReplacedByTheNext() {
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));
        Plan plan = sriov.plan(Configs.config("ix0", 5, 1));
        ix0.failConfigure(Errno.ENXIO);
        sriov.apply(plan);
        ix0.failConfigure(null);

        Plan next = sriov.plan(Configs.config("ix0", 3, 2));

        assertThat(next.notices()).singleElement().asString().contains("could not be undone");
        assertThat(sriov.apply(next).committed()).isTrue();
        assertThat(sriov.interruptions()).isEmpty();
        assertThat(sriov.plan(Configs.config("ix0", 3, 2)).isEmpty()).isTrue();
    }

    @Test
    void vfsThatSomebodyElseCreatedMeanwhileAreLeftAlone() {
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));
        IovConfig theirs = Configs.config("ix0", 3, 2);
        var intruder =
                new ApplyListener() {
                    @Override
                    public void started(String device, String action) {
                        if (action.startsWith("create 5")) {
                            ix0.configureNow(theirs);
                        }
                    }
                };

        Outcome outcome =
                sriov.apply(
                        sriov.plan(Configs.config("ix0", 5, 1)),
                        ApplyOptions.defaults().withListener(intruder));

        assertThat(ix0.inForce()).containsSame(theirs);
        assertThat(outcome)
                .asInstanceOf(type(Outcome.NeedsAttention.class))
                .satisfies(attention -> {
                    assertThat(attention.differences())
                            .extracting(Object::toString)
                            .containsExactly(
                                    "ix0: the VFs that were there before expected, others"
                                            + " in their place found");
                    assertThat(attention.remedies().getFirst())
                            .contains("somebody else has created VFs");
                });
    }

    @Test
    void detachedDriversAreAttachedAgainWithoutDestroyingAnything() {
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));
        ix0.attachNow(2, false);

        Plan plan = sriov.plan(Configs.config("ix0", 3, 0));

        assertThat(plan.toText())
                .isEqualTo(
                        """
                        ix0: 3 VFs now, 3 wanted
                        steps:
                          1. attach the driver of ix0 VF-2
                        changes:
                          VF-2: attached\
                        """);
        assertThat(sriov.apply(plan).committed()).isTrue();
        assertThat(sriov.status("ix0").vf(2).orElseThrow().attached()).isTrue();
    }

    @Test
    void interruptedAppliesBlockPlansUntilRecovered() {
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));
        crashWhileCreating();

        assertThatThrownBy(() -> sriov.plan(Configs.config("ix0", 3, 0)))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("recover ix0 first");
        assertThatThrownBy(() -> sriov.planRemoval("ix0"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("recover ix0 first");
        assertThat(sriov.interruptions())
                .singleElement()
                .satisfies(i -> {
                    assertThat(i.found()).contains("about to create 5 VFs of ix0");
                    assertThat(i.needsAttention()).isFalse();
                });
        assertThat(sriov.recover(ApplyOptions.defaults())).hasSize(1);
        assertThat(sriov.plan(Configs.config("ix0", 3, 0)).isEmpty()).isTrue();
    }

    @Test
    void recoveringTakesConsentForVfsThatCameToBeUsed() {
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));
        crashWhileCreating();
        ix0.use(4, "jail web", false);
        String left = ix0.truth();

        assertThat(sriov.recover(ApplyOptions.defaults()))
                .singleElement()
                .extracting(Recovery::outcome)
                .asInstanceOf(type(Outcome.NeedsAttention.class))
                .satisfies(attention ->
                        assertThat(attention.remedies())
                                .singleElement()
                                .asString()
                                .contains("VF-4 by jail web"));
        assertThat(ix0.truth()).isEqualTo(left);

        assertThat(sriov.recover(ApplyOptions.defaults().withConsent(Consent.forDevice("ix0"))))
                .singleElement()
                .satisfies(r -> assertThat(r.outcome()).isInstanceOf(Outcome.Restored.class));
    }

    private void crashWhileCreating() {
        Plan plan = sriov.plan(Configs.config("ix0", 5, 1));
        host.faults().reset();
        sriovDies(plan);
    }

    private void sriovDies(Plan plan) {
        var dies =
                new ApplyListener() {
                    @Override
                    public void started(String device, String action) {
                        if (action.startsWith("create")) {
                            host.faults()
                                    .at(host.faults().calls().size(), new Faults.Fault(true, true));
                        }
                    }
                };
        assertThatThrownBy(() -> sriov.apply(plan, ApplyOptions.defaults().withListener(dies)))
                .isInstanceOf(Crash.class);
        host.faults().reset();
    }

    @Test
    void aPfThatIsBeingChangedIsLeftAlone() {
        Plan plan = sriov.plan(Configs.config("ix0", 3, 0));
        try (var _ = new PfRecords(host.records(), "ix0").lock()) {
            assertThatThrownBy(() -> sriov.apply(plan))
                    .isInstanceOfSatisfying(
                            HostException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
            assertThat(sriov.apply(sriov.plan(Configs.config("ix1", 3, 0))).committed()).isTrue();
        }
        assertThat(sriov.apply(plan).committed()).isTrue();
    }

    @Test
    void whatCannotBeIsToldBeforeAnythingIsTouched() {
        assertThatThrownBy(() -> sriov.plan(Configs.config("ix0", 9, 0)))
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "cannot plan for ix0: ix0 supports 8 VFs; 9 are asked for; set num_vfs to at"
                                + " most 8");
        ix0.schema(
                PfSchema.ofDriver(
                        List.of(),
                        List.of(Parameter.required("mac-addr", ParameterType.UNICAST_MAC))));
        assertThatThrownBy(() -> sriov.plan(Configs.config("ix0", 9, 0)))
                .isInstanceOfSatisfying(
                        PlanException.class,
                        e ->
                                assertThat(e.problems())
                                        .extracting(PlanProblem::reason)
                                        .containsExactly(
                                                PlanProblem.Reason.TOO_MANY_VFS,
                                                PlanProblem.Reason.SCHEMA_CHANGED))
                .hasMessageContaining("PF parameter 'label' is gone")
                .hasMessageContaining(
                        "VF parameter 'mac-addr' was 'mac-addr : unicast-mac (optional)', is"
                                + " 'mac-addr : unicast-mac (required)'");
        assertThatThrownBy(() -> sriov.plan(Configs.config("ix7", 1, 0)))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("ix7");
    }

    @Test
    void aSchemaThatChangedSinceTheRecordIsNoObstacleToReplacing() {
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));
        PfSchema now =
                PfSchema.ofDriver(
                        List.of(), List.of(Parameter.optional("speed", ParameterType.UINT8)));
        ix0.schema(now);

        Plan plan = sriov.plan(IovConfig.builder(now, "ix0").numVfs(3).build());

        assertThat(plan.toText()).contains("mac-addr: 02:00:00:00:00:00 -> (unset)");
        assertThat(sriov.apply(plan).committed()).isTrue();
    }

    @Test
    void severalPfsAreForThemselves() {
        Outcome first = sriov.apply(sriov.plan(Configs.config("ix1", 2, 0)));
        assertThat(first.committed()).isTrue();
        List<Plan> plans =
                sriov.plan(List.of(Configs.config("ix0", 3, 0), Configs.config("ix1", 4, 1)));
        ix0.failConfigure(Errno.ENOSPC);

        BatchOutcome batch = sriov.applyAll(plans, ApplyOptions.defaults());

        assertThat(batch.outcomes()).singleElement().isInstanceOf(Outcome.Restored.class);
        assertThat(batch.notAttempted()).extracting(Plan::device).containsExactly("ix1");
        assertThat(batch.committed()).isFalse();
        ix0.failConfigure(null);
        assertThat(sriov.applyAll(plans, ApplyOptions.defaults()).committed()).isTrue();
    }

    @Test
    void severalPlansAreCheckedBeforeTheFirstIsBegun() {
        sriov.apply(sriov.plan(Configs.config("ix1", 2, 0)));
        ix1.use(0, "guest vm1", false);
        List<Plan> plans =
                sriov.plan(List.of(Configs.config("ix0", 3, 0), Configs.config("ix1", 4, 1)));

        assertThatThrownBy(() -> sriov.applyAll(plans, ApplyOptions.defaults()))
                .isInstanceOf(ApplyException.class)
                .hasMessageContaining("guest vm1");
        assertThat(ix0.inForce()).isEmpty();
        assertThatThrownBy(() ->
                        sriov.applyAll(
                                List.of(plans.getFirst(), plans.getFirst()),
                                ApplyOptions.defaults()))
                .isInstanceOf(ApplyException.class);
        assertThatThrownBy(() ->
                        sriov.plan(
                                List.of(Configs.config("ix0", 3, 0), Configs.config("ix0", 4, 1))))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("two configurations are for ix0");
    }

    @Test
    void evidenceHasTimesAndListenersHearOfEachStep() {
        var nanos = new AtomicLong();
        Instant at = Instant.parse("2026-01-02T03:04:05Z");
        Sriov timed = Sriov.open(host, new TimeSource(() -> at, () -> nanos.getAndAdd(7_000_000)));
        var heard = new ArrayList<String>();
        var listener =
                new ApplyListener() {
                    @Override
                    public void started(String device, String action) {
                        heard.add("> " + action);
                    }

                    @Override
                    public void finished(String device, StepEvidence evidence) {
                        heard.add("< " + evidence.action());
                        if (evidence.phase() == StepEvidence.Phase.RECORD) {
                            throw new IllegalStateException("a listener's own mistake");
                        }
                    }
                };

        Outcome outcome =
                timed.apply(
                        timed.plan(Configs.config("ix0", 2, 0)),
                        ApplyOptions.defaults().withListener(listener));

        assertThat(heard).startsWith("> create 2 VFs of ix0", "< create 2 VFs of ix0").hasSize(6);
        assertThat(outcome.toText())
                .isEqualTo(
                        """
                        ix0: done
                        what was done:
                          apply: create 2 VFs of ix0: ok in 7 ms; 2 VFs enabled: present 0..1, passthrough 0, attached 0..1
                          verify: read back the state of ix0: ok in 7 ms; 2 VFs enabled: present 0..1, passthrough 0, attached 0..1
                          record: record the configuration of ix0: ok in 7 ms\
                        """);
        assertThat(outcome.toJson())
                .startsWith(
                        "{\"device\":\"ix0\",\"outcome\":\"COMMITTED\",\"differences\":[],\"remedies\":[],"
                                + "\"evidence\":[{\"phase\":\"apply\",\"action\":\"create 2 VFs of ix0\","
                                + "\"succeeded\":true,\"millis\":7,\"readBack\":");
    }

    @Test
    void theInventoryIsThatOfTheHost() {
        sriov.apply(sriov.plan(Configs.config("ix1", 2, 0)));

        assertThat(sriov.inventory())
                .extracting(PfStatus::device, PfStatus::numVfs)
                .containsExactly(tuple("ix0", 0), tuple("ix1", 2));
        assertThat(sriov.schema("ix0")).isEqualTo(Configs.SCHEMA);
    }

    @Test
    void whatTheDriverDoesNotTakeIsNotPlanned() {
        ix0.diagnostics =
                List.of(
                        Diagnostic.error(
                                        DriverCode.DRIVER_RULE,
                                        "VF-0 has no address",
                                        Origin.whole("ix0.conf"))
                                .withHint("give it one"),
                        Diagnostic.warning(
                                DriverCode.DRIVER_RULE, "VF-1 is slow", Origin.whole("ix0.conf")),
                        Diagnostic.error(
                                DriverCode.DRIVER_RULE,
                                "VF-2 is too many",
                                Origin.whole("ix0.conf")));

        assertThatThrownBy(() -> sriov.plan(Configs.config("ix0", 3, 0)))
                .isInstanceOfSatisfying(
                        PlanException.class,
                        e ->
                                assertThat(e.problems())
                                        .containsExactly(
                                                new PlanProblem(
                                                        PlanProblem.Reason.DRIVER_RULE,
                                                        "ix0.conf: VF-0 has no address",
                                                        "give it one"),
                                                new PlanProblem(
                                                        PlanProblem.Reason.DRIVER_RULE,
                                                        "ix0.conf: VF-2 is too many",
                                                        "change the configuration")));
        ix0.diagnostics = List.of(ix0.diagnostics.get(1));
        assertThat(sriov.plan(Configs.config("ix0", 3, 0)).notices())
                .containsExactly("ix0.conf: VF-1 is slow");
    }

    @Test
    void whateverTheDriverSaysOfWhatIsInForceIsNotAsked() {
        IovConfig config = Configs.config("ix0", 3, 0);
        sriov.apply(sriov.plan(config));
        ix0.attachNow(1, false);
        ix0.diagnostics =
                List.of(
                        Diagnostic.error(
                                DriverCode.DRIVER_RULE, "not any more", Origin.whole("ix0.conf")));

        assertThat(sriov.plan(config).steps()).hasSize(1);
    }

    @Test
    void aPfMayBeNamedOtherwise() {
        host.alsoCalled("enp3s0f0", "ix0");
        sriov.apply(sriov.plan(Configs.config("enp3s0f0", 3, 0)));

        assertThat(ix0.inForce()).map(IovConfig::device).contains("ix0");
        assertThat(sriov.plan(Configs.config("ix0", 3, 0)).isEmpty()).isTrue();
        assertThatThrownBy(() ->
                        sriov.plan(
                                List.of(
                                        Configs.config("ix0", 3, 0),
                                        Configs.config("enp3s0f0", 4, 1))))
                .hasMessage(
                        "cannot plan for ix0: two configurations are for ix0; give one"
                                + " configuration for each PF");
    }

    @Test
    void theFirstOfSeveralConfigurationsThatCannotBePlannedNamesTheOthers() {
        assertThatThrownBy(() ->
                        sriov.plan(
                                List.of(
                                        Configs.config("ix0", 9, 0),
                                        Configs.config("ix1", 2, 0),
                                        Configs.config("ix7", 1, 0),
                                        Configs.config("ix1", 3, 0))))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("ix0 supports 8 VFs")
                .satisfies(e ->
                        assertThat(e.getSuppressed())
                                .extracting(Throwable::getMessage)
                                .satisfiesExactly(
                                        missing -> assertThat(missing).contains("no such PF"),
                                        twice ->
                                                assertThat(twice)
                                                        .contains(
                                                                "two configurations are for ix1")));
    }

    @Test
    void twoPlansForOnePfAreRefused() {
        Plan plan = sriov.plan(Configs.config("ix0", 3, 0));

        assertThatThrownBy(() -> sriov.applyAll(List.of(plan, plan), ApplyOptions.defaults()))
                .isInstanceOfSatisfying(
                        ApplyException.class,
                        e -> {
                            assertThat(e.device()).isEqualTo("ix0");
                            assertThat(e.reason().code()).isEqualTo("repeated-device");
                        })
                .hasMessage(
                        "cannot apply to ix0: two of the plans are for it; make one plan for each"
                                + " PF");
    }

    @Test
    void aPlanForAnotherPfIsAMistake() {
        var applier = new Applier(host.records(), TimeSource.system());
        Plan plan = sriov.plan(Configs.config("ix0", 3, 0));

        assertThatThrownBy(() -> applier.apply(ix1, plan, ApplyOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the plan is for ix0, not for ix1");
    }

    @Test
    void whatIsBeingAppliedIsNeitherPlannedNorRecoveredNorCalledInterrupted() {
        crashWhileCreating();
        try (var _ = new PfRecords(host.records(), "ix0").lock()) {
            assertThatThrownBy(() -> sriov.plan(Configs.config("ix0", 3, 0)))
                    .isInstanceOfSatisfying(
                            PlanException.class,
                            e ->
                                    assertThat(e.problems())
                                            .extracting(problem -> problem.reason().code())
                                            .containsExactly("in-progress"))
                    .hasMessage(
                            "cannot plan for ix0: a configuration is being applied to it right"
                                    + " now; wait until that is done, then plan again");
            assertThat(sriov.recover(ApplyOptions.defaults())).isEmpty();
            assertThat(sriov.recover("ix0", ApplyOptions.defaults())).isEmpty();
            assertThat(sriov.interruptions()).isEmpty();
        }
        assertThat(sriov.interruptions()).hasSize(1);
        assertThat(sriov.recover("ix0", ApplyOptions.defaults())).isPresent();
    }

    @Test
    void aRecoveryTakesItsLockOnceSoThatNobodyComesInBetween() {
        crashWhileCreating();
        host.faults().reset();

        assertThat(sriov.recover("ix0", ApplyOptions.defaults())).isPresent();

        assertThat(host.faults().calls()).containsOnlyOnce("lock ix0");
    }

    @Test
    void whatNeedsAttentionMayBePlannedWhileItsRecordIsLocked() {
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));
        ix0.failConfigure(Errno.ENXIO);
        sriov.apply(sriov.plan(Configs.config("ix0", 5, 1)));

        try (var _ = new PfRecords(host.records(), "ix0").lock()) {
            assertThat(sriov.plan(Configs.config("ix0", 3, 0)).notices())
                    .singleElement()
                    .asString()
                    .endsWith(" failed and could not be undone; this plan replaces what it left");
        }
    }

    @Test
    void locksThatCannotBeTakenForAnotherReasonAreTold() {
        crashWhileCreating();
        host.faults().at("lock ix0", new Faults.Fault(false, false));

        assertThatThrownBy(() -> sriov.recover("ix0", ApplyOptions.defaults()))
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EIO));
    }

    @Test
    void aPfThatCannotBeRecoveredKeepsNoOtherFromBeing() {
        crashWhileCreating();
        Plan plan = sriov.plan(Configs.config("ix1", 3, 0));
        sriovDies(plan);
        host.faults().at("status ix0", new Faults.Fault(false, false));

        assertThatThrownBy(() -> sriov.recover(ApplyOptions.defaults()))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("status ix0")
                .hasNoSuppressedExceptions();

        assertThat(sriov.interruptions()).extracting(Interruption::device).containsExactly("ix0");
        assertThat(ix1.inForce()).isEmpty();
    }

    @Test
    void everyPfThatCannotBeRecoveredIsTold() {
        crashWhileCreating();
        sriovDies(sriov.plan(Configs.config("ix1", 3, 0)));
        host.faults().at("status ix0", new Faults.Fault(false, false));
        host.faults().at("status ix1", new Faults.Fault(false, false));

        assertThatThrownBy(() -> sriov.recover(ApplyOptions.defaults()))
                .hasMessageContaining("status ix0")
                .satisfies(e ->
                        assertThat(e.getSuppressed())
                                .singleElement()
                                .satisfies(other ->
                                        assertThat(other).hasMessageContaining("status ix1")));
    }

    @Test
    void theHostIsClosedWithIt() {
        assertThat(sriov.host()).isSameAs(host);

        sriov.close();

        assertThat(host.closed).isEqualTo(1);
    }
}
