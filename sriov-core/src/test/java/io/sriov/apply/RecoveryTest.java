package io.sriov.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.RecordStore;
import io.sriov.pci.SriovCapability;
import io.sriov.plan.Plan;
import io.sriov.record.AppliedConfiguration;
import io.sriov.record.PfRecords;
import io.sriov.schema.config.IovConfig;
import io.sriov.scripted.Configs;
import io.sriov.scripted.Crash;
import io.sriov.scripted.Faults.Fault;
import io.sriov.scripted.ScriptedHost;
import io.sriov.scripted.ScriptedPf;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is found of an apply whose process has died, and what is done about it.
class RecoveryTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final String INTERRUPTED = "an apply begun at " + AT + " was interrupted: ";
    private static final Fault DIES = new Fault(true, false);

    private final ScriptedHost host = new ScriptedHost();
    private final ScriptedPf pf = host.add("ix0", 8, Configs.SCHEMA);
    private final Sriov sriov = Sriov.open(host, new TimeSource(() -> AT, () -> 0));

    private static IovConfig three() {
        return Configs.config("ix0", 3, 0);
    }

    private static IovConfig five() {
        return Configs.config("ix0", 5, 1);
    }

    /// Applies, and the process dies at the first call of a name after an action has begun.
    private void die(Plan plan, String action, String call, Fault fault) {
        var dies =
                new ApplyListener() {
                    @Override
                    public void started(String device, String begun) {
                        if (begun.startsWith(action)) {
                            host.faults().at(call, fault);
                        }
                    }
                };
        assertThatThrownBy(() -> sriov.apply(plan, ApplyOptions.defaults().withListener(dies)))
                .isInstanceOf(Crash.class);
        host.faults().reset();
    }

    private void dieWhileRecording(Plan plan) {
        die(
                plan,
                "record",
                (plan.target().isPresent() ? "write" : "remove") + " applied-ix0",
                DIES);
    }

    private void dieWithNewVfs(Plan plan) {
        die(plan, "create", "configure ix0", new Fault(true, true));
    }

    private void dieAfterDestroying(Plan plan) {
        var dies =
                new ApplyListener() {
                    @Override
                    public void finished(String device, StepEvidence evidence) {
                        if (evidence.action().startsWith("destroy")) {
                            // That it is done is still journalled, and no step is begun after it.
                            host.faults().at(host.faults().calls().size() + 1, DIES);
                        }
                    }
                };
        assertThatThrownBy(() -> sriov.apply(plan, ApplyOptions.defaults().withListener(dies)))
                .isInstanceOf(Crash.class);
    }

    private Recovery recover(Consent consent) {
        List<Recovery> recoveries = sriov.recover(ApplyOptions.defaults().withConsent(consent));
        assertThat(recoveries).hasSize(1);
        return recoveries.getFirst();
    }

    private Recovery recover() {
        return recover(Consent.none());
    }

    private static Outcome.NeedsAttention attention(Recovery recovery) {
        Outcome outcome = recovery.outcome();
        assertThat(outcome).as(outcome.toText()).isInstanceOf(Outcome.NeedsAttention.class);
        return (Outcome.NeedsAttention) outcome;
    }

    @Test
    void whatWasDoneAndVerifiedIsCompleted() {
        dieWhileRecording(sriov.plan(three()));
        pf.attachNow(1, false);
        String before = pf.truth();

        Recovery recovery = recover();

        assertThat(recovery.device()).isEqualTo("ix0");
        assertThat(recovery.found()).isEqualTo(INTERRUPTED + "all steps were done and verified");
        assertThat(recovery.outcome())
                .isEqualTo(
                        new Outcome.Committed(
                                "ix0",
                                List.of(),
                                List.of(
                                        "no driver of the host is attached to VF 1, and ixv2 is to"
                                                + " another: it has failed to start it; the"
                                                + " system's console (dmesg) says why")));
        assertThat(pf.truth()).isEqualTo(before);
        assertThat(sriov.interruptions()).isEmpty();
        assertThat(new PfRecords(host.records(), "ix0").applied().value())
                .map(AppliedConfiguration::at)
                .contains(AT);
        assertThat(sriov.plan(three()).isEmpty()).isTrue();
    }

    @Test
    void aRemovalThatWasDoneAndVerifiedIsCompleted() {
        sriov.apply(sriov.plan(three()));
        dieWhileRecording(sriov.planRemoval("ix0"));

        assertThat(recover().outcome().committed()).isTrue();

        assertThat(pf.inForce()).isEmpty();
        assertThat(host.records().entries().names()).isEmpty();
    }

    @Test
    void whatWasVerifiedAndHasChangedSinceIsRestored() {
        dieWhileRecording(sriov.plan(three()));
        pf.placeNow(2, false, false);

        assertThat(recover().outcome()).isInstanceOf(Outcome.Restored.class);

        assertThat(pf.inForce()).isEmpty();
    }

    @Test
    void vfsThatHaveGoneSinceTheyWereVerifiedAreNotThoughtToBeARemoval() {
        sriov.apply(sriov.plan(three()));
        dieWhileRecording(sriov.plan(five()));
        host.records().entries().remove("pending-ix0");
        pf.reboot();

        assertThat(recover().outcome()).isInstanceOf(Outcome.Restored.class);

        assertThat(pf.inForce()).map(IovConfig::numVfs).contains(3);
    }

    @Test
    void whatWasBegunIsRestored() {
        sriov.apply(sriov.plan(three()));
        String before = pf.truth();
        dieWithNewVfs(sriov.plan(five()));
        int settled = pf.settled;

        Recovery recovery = recover();

        assertThat(pf.settled).as("what an operation left is put back").isEqualTo(settled + 1);
        assertThat(recovery.found()).isEqualTo(INTERRUPTED + "about to create 5 VFs of ix0");
        assertThat(recovery.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Restored.class,
                        restored ->
                                assertThat(restored.cause())
                                        .isEqualTo(
                                                Failure.of(
                                                        recovery.found(),
                                                        "apply the configuration that is wanted"
                                                                + " once more")));
        assertThat(pf.truth()).isEqualTo(before);
    }

    @Test
    void whatWasBegunOrDoneLastIsTold() {
        sriov.apply(sriov.plan(three()));
        die(sriov.plan(five()), "destroy", "configure ix0", DIES);
        assertThat(recover().found()).isEqualTo(INTERRUPTED + "about to create 5 VFs of ix0");

        die(sriov.plan(five()), "read back", "status ix0", DIES);
        assertThat(recover().found()).isEqualTo(INTERRUPTED + "create 5 VFs of ix0: done");
    }

    @Test
    void newVfsThatSomebodyUsesAreDestroyedWithConsentOnly() {
        dieWithNewVfs(sriov.plan(three()));
        pf.use(1, "jail web", false);
        pf.use(2, "jail mail", false);
        String left = pf.truth();

        Recovery recovery = recover(Consent.forVfs("ix0", Set.of(2)));

        String remedy =
                "stop those who use VFs of the interrupted apply (VF-1 by jail web), or consent to"
                        + " destroying them; then recover ix0 again";
        assertThat(recovery.outcome())
                .isEqualTo(
                        new Outcome.NeedsAttention(
                                "ix0",
                                Failure.of(recovery.found(), remedy),
                                List.of(
                                        new Deviation("ix0", "no VFs enabled", "3 VFs enabled"),
                                        new Deviation("ix0", "VF Enable clear", "VF Enable set")),
                                List.of(remedy),
                                List.of(),
                                List.of("nothing was touched")));
        assertThat(pf.truth()).isEqualTo(left);
        assertThat(recover(Consent.forDevice("ix0")).outcome())
                .isInstanceOf(Outcome.Restored.class);
    }

    @Test
    void newVfsThatAreHeldAreNotDestroyedWhateverTheConsent() {
        dieWithNewVfs(sriov.plan(three()));
        pf.use(0, "guest vm1", true);
        pf.use(1, "jail web", false);
        String left = pf.truth();

        for (Consent consent : List.of(Consent.none(), Consent.forDevice("ix0"))) {
            assertThat(attention(recover(consent)).remedies())
                    .containsExactly(
                            "stop those who hold VFs of the interrupted apply (VF-0 by guest vm1);"
                                    + " then recover ix0 again");
            assertThat(pf.truth()).isEqualTo(left);
        }
    }

    @Test
    void vfsFromBeforeNeedNoConsentWhereTheyStay() {
        sriov.apply(sriov.plan(three()));
        die(sriov.plan(five()), "destroy", "delete ix0", DIES);
        pf.use(1, "jail web", false);

        assertThat(recover().outcome()).isInstanceOf(Outcome.Restored.class);

        assertThat(pf.inForce()).map(IovConfig::numVfs).contains(3);
    }

    @Test
    void fewerVfsThanTheApplyCreatesAreNotTakenForItsOwn() {
        dieWithNewVfs(sriov.plan(three()));
        pf.reboot();
        pf.configureNow(Configs.config("ix0", 2, 0));

        Outcome.NeedsAttention attention = attention(recover());

        assertThat(attention.remedies())
                .first()
                .asString()
                .startsWith("2 VFs enabled where 3 were asked for");
        assertThat(pf.inForce()).map(IovConfig::numVfs).contains(2);
    }

    @Test
    void aPreviousConfigurationThatCannotBeReadIsSaidToBeUnknown() {
        sriov.apply(sriov.plan(three()));
        dieWithNewVfs(sriov.plan(five()));
        host.records().entries().write("previous-ix0", "cut off");

        assertThat(attention(recover()).remedies())
                .containsExactly(
                        "the configuration before is unknown (the copy of its record cannot be"
                                + " read): apply the one that is wanted, or remove the VFs",
                        "then recover ix0 again, or apply the configuration that is wanted");
    }

    @Test
    void aDamagedJournalIsKeptAsideAndLeavesTheVfsToWhoeverLooks() {
        sriov.apply(sriov.plan(three()));
        host.records().entries().write("journal-ix0", "cut off");

        Recovery recovery = recover();

        assertThat(recovery.found())
                .isEqualTo("an apply was interrupted, and its journal is damaged");
        Outcome.NeedsAttention attention = attention(recovery);
        assertThat(attention.cause().message()).startsWith("entry 'journal-ix0' cannot be read: ");
        assertThat(attention.cause().remedy())
                .contains("look at the VFs, then apply the configuration that is wanted");
        assertThat(attention.differences())
                .containsExactly(
                        new Deviation(
                                "ix0",
                                "a state that the journal tells of",
                                "3 VFs enabled: present 0..2, passthrough 0, attached 0..2"));
        assertThat(attention.remedies())
                .containsExactly(
                        "look at the VFs of ix0, then apply the configuration that is wanted; it"
                                + " will replace what is there");
    }

    @Test
    void nothingToDoEndsWhatNeededAttentionUnlessTheDeviceReadsOtherwise() {
        sriov.apply(sriov.plan(three()));
        pf.failConfigure(Errno.ENXIO);
        sriov.apply(sriov.plan(five()));
        Plan nothing = sriov.planRemoval("ix0");
        assertThat(nothing.isEmpty()).isTrue();
        pf.registerNow(SriovCapability.CONTROL, SriovCapability.CONTROL_VF_ENABLE);

        Outcome outcome = sriov.apply(nothing);

        String remedy =
                "the kernel of this host has nothing to do for what is asked, and the device reads"
                        + " otherwise: reset it, or restart the host";
        assertThat(outcome)
                .isEqualTo(
                        new Outcome.NeedsAttention(
                                "ix0",
                                Failure.of(
                                        "an apply begun at "
                                                + AT
                                                + " failed: the previous state could not be"
                                                + " restored",
                                        remedy),
                                List.of(new Deviation("ix0", "VF Enable clear", "VF Enable set")),
                                List.of(remedy),
                                List.of(),
                                List.of("nothing was touched")));
        assertThat(sriov.interruptions()).hasSize(1);

        pf.registerNow(SriovCapability.CONTROL, 0);
        assertThat(sriov.apply(nothing))
                .isEqualTo(new Outcome.Committed("ix0", List.of(), List.of()));
        assertThat(sriov.interruptions()).isEmpty();
    }

    @Test
    void whatCannotBeBegunLeavesNothingBehind() {
        Plan plan = sriov.plan(three());
        host.faults().at("write journal-ix0", new Fault(false, true));
        assertThatThrownBy(() -> sriov.apply(plan)).hasMessageContaining("write journal-ix0");
        host.faults().reset();
        assertThat(sriov.interruptions()).isEmpty();
        assertThat(host.records().entries().names()).isEmpty();

        host.faults().at("write journal-ix0", new Fault(false, true));
        host.faults().at("remove journal-ix0", new Fault(false, false));
        assertThatThrownBy(() -> sriov.apply(plan))
                .hasMessageContaining("write journal-ix0")
                .satisfies(e ->
                        assertThat(e.getSuppressed())
                                .singleElement()
                                .satisfies(suppressed ->
                                        assertThat(suppressed)
                                                .hasMessageContaining("remove journal-ix0")));
    }

    @Test
    void whatNeededAttentionBeforeStillDoesWhenTheNextApplyCannotBeBegun() {
        sriov.apply(sriov.plan(three()));
        pf.failConfigure(Errno.ENXIO);
        sriov.apply(sriov.plan(five()));
        Plan plan = sriov.plan(three());
        host.faults().at("write journal-ix0", new Fault(false, false));

        assertThatThrownBy(() -> sriov.apply(plan)).hasMessageContaining("write journal-ix0");

        host.faults().reset();
        assertThat(sriov.interruptions())
                .singleElement()
                .satisfies(left -> assertThat(left.needsAttention()).isTrue());
    }

    @Test
    void whatTheKernelWouldRefuseIsNotBegun() {
        sriov.apply(sriov.plan(three()));
        Plan plan = sriov.plan(five());
        Plan same = sriov.plan(three());
        pf.obstacle =
                new HostException(
                        HostException.Operation.CONFIGURE,
                        "ix0",
                        Errno.EACCES,
                        "you may not",
                        null);
        host.faults().reset();

        assertThatThrownBy(() -> sriov.apply(plan)).isSameAs(pf.obstacle);

        assertThat(host.faults().calls()).noneMatch(Effects::touchesDevice);
        assertThat(sriov.apply(same).committed()).isTrue();
        assertThat(sriov.apply(sriov.planRemoval("ix0")).committed()).isTrue();
    }

    @Test
    void vfsThatSomebodyElseCreatedBetweenTwoStepsAreNotThePreviousOnes() {
        sriov.apply(sriov.plan(three()));
        dieAfterDestroying(sriov.plan(five()));
        host.faults().reset();
        IovConfig theirs = Configs.config("ix0", 3, 2);
        pf.configureNow(theirs);

        Recovery recovery = recover();

        assertThat(recovery.found()).isEqualTo(INTERRUPTED + "destroy 3 VFs of ix0: done");
        assertThat(attention(recovery).differences())
                .containsExactly(
                        new Deviation(
                                "ix0", "the VFs that were there before", "VFs that may be others"));
        assertThat(attention(recovery).remedies().getFirst())
                .isEqualTo(
                        "3 VFs enabled where 5 were asked for: either the PF's driver has created"
                                + " fewer and reported success, or the previous ones were created"
                                + " anew by a restore that could not write its journal, or somebody"
                                + " else has created others meanwhile: find out which, then apply"
                                + " the configuration that is wanted");
        assertThat(pf.inForce()).containsSame(theirs);
    }

    @Test
    void vfsThatSomebodyElseCreatesWhileARemovalIsRecoveredAreLeftAlone() {
        sriov.apply(sriov.plan(three()));
        dieAfterDestroying(sriov.planRemoval("ix0"));
        host.faults().reset();
        IovConfig theirs = Configs.config("ix0", 3, 2);
        pf.comes = theirs;

        Recovery recovery = recover();

        assertThat(attention(recovery).remedies().getFirst())
                .startsWith("somebody else has created VFs meanwhile");
        assertThat(pf.inForce()).containsSame(theirs);
    }

    @Test
    void aLockThatCannotBeGivenBackHidesNothing() {
        RecordStore records = host.records();
        var store =
                new RecordStore() {
                    @Override
                    public Optional<String> read(String name) {
                        return records.read(name);
                    }

                    @Override
                    public void write(String name, String text) {
                        records.write(name, text);
                    }

                    @Override
                    public void remove(String name) {
                        records.remove(name);
                    }

                    @Override
                    public List<String> names() {
                        return records.names();
                    }

                    @Override
                    public Lock lock(String name) {
                        Lock lock = records.lock(name);
                        return () -> {
                            lock.close();
                            throw new HostException(
                                    HostException.Operation.RECORD,
                                    name,
                                    Errno.EIO,
                                    "the lock is stuck",
                                    null);
                        };
                    }
                };

        Outcome outcome =
                new Applier(store, TimeSource.system())
                        .apply(pf, sriov.plan(three()), ApplyOptions.defaults());

        assertThat(outcome.committed()).isTrue();
    }
}
