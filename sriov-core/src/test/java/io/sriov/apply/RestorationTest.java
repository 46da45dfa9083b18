package io.sriov.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.sriov.Interruption;
import io.sriov.Sriov;
import io.sriov.host.Errno;
import io.sriov.plan.Plan;
import io.sriov.schema.config.IovConfig;
import io.sriov.scripted.Configs;
import io.sriov.scripted.Faults.Fault;
import io.sriov.scripted.ScriptedHost;
import io.sriov.scripted.ScriptedPf;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What an apply that has failed does to bring back the state before, and what it says of it.
class RestorationTest {
    private static final Fault FAILS = new Fault(false, false);
    private static final String AGAIN =
            "then recover ix0 again, or apply the configuration that is wanted";

    private final ScriptedHost host = new ScriptedHost();
    private final ScriptedPf pf = host.add("ix0", 8, Configs.SCHEMA);
    private final Sriov sriov = Sriov.open(host);

    private static IovConfig three() {
        return Configs.config("ix0", 3, 0);
    }

    private static IovConfig five() {
        return Configs.config("ix0", 5, 1);
    }

    /// Applies, and something happens whenever an action begins so.
    private Outcome apply(Plan plan, Map<String, Runnable> happenings) {
        var listener =
                new ApplyListener() {
                    @Override
                    public void started(String device, String action) {
                        happenings.forEach((beginning, happening) -> {
                            if (action.startsWith(beginning)) {
                                happening.run();
                            }
                        });
                    }
                };
        return sriov.apply(plan, ApplyOptions.defaults().withListener(listener));
    }

    private void fail(String call) {
        host.faults().at(call, FAILS);
    }

    private static Outcome.NeedsAttention attention(Outcome outcome) {
        assertThat(outcome).as(outcome.toText()).isInstanceOf(Outcome.NeedsAttention.class);
        return (Outcome.NeedsAttention) outcome;
    }

    private static List<String> differences(Outcome outcome) {
        return attention(outcome).differences().stream().map(Deviation::toString).toList();
    }

    @Test
    void newVfsThatCameToNothingAreDestroyedAndThePreviousOnesCreated() {
        sriov.apply(sriov.plan(three()));
        pf.attachNow(1, false);
        String before = pf.truth();
        pf.refuse(4);

        Outcome outcome = sriov.apply(sriov.plan(five()));

        assertThat(outcome).isInstanceOf(Outcome.Restored.class);
        assertThat(pf.truth()).isEqualTo(before);
        assertThat(outcome.evidence())
                .extracting(done -> done.phase().label() + ": " + done.action())
                .containsExactly(
                        "apply: destroy 3 VFs of ix0",
                        "apply: create 5 VFs of ix0",
                        "verify: read back the state of ix0",
                        "restore: destroy the 5 new VFs of ix0",
                        "restore: create the 3 previous VFs of ix0",
                        "restore: detach the driver of ix0 VF 1",
                        "restore: read back the state of ix0");
        assertThat(outcome.evidence())
                .extracting(StepEvidence::readBack)
                .containsExactly(
                        "no VFs enabled",
                        "5 VFs enabled: present 0..3, passthrough 0, attached 0..3",
                        "5 VFs enabled: present 0..3, passthrough 0, attached 0..3",
                        "no VFs enabled",
                        "3 VFs enabled: present 0..2, passthrough 0, attached 0..2",
                        "3 VFs enabled: present 0..2, passthrough 0, attached 0, 2",
                        "3 VFs enabled: present 0..2, passthrough 0, attached 0, 2");
    }

    @Test
    void whatNobodyKnowsCannotBeCreatedAgain() {
        pf.configureNow(three());
        pf.failConfigure(Errno.ENOSPC);

        Outcome outcome = sriov.apply(sriov.plan(five()));

        assertThat(attention(outcome).remedies())
                .containsExactly(
                        "the configuration before is unknown (nothing is recorded about the VFs"
                                + " that exist): apply the one that is wanted, or remove the VFs",
                        AGAIN);
        assertThat(pf.inForce()).isEmpty();
    }

    @Test
    void vfsOfAnUnknownConfigurationThatAreStillThereNeedNoRestoring() {
        pf.configureNow(three());
        String before = pf.truth();
        fail("delete ix0");

        Outcome outcome = sriov.apply(sriov.plan(five()));

        assertThat(outcome).isInstanceOf(Outcome.Restored.class);
        assertThat(pf.truth()).isEqualTo(before);
    }

    @Test
    void vfsThatSomebodyElseCreatedInPlaceOfThePreviousOnesAreLeftAlone() {
        sriov.apply(sriov.plan(three()));
        IovConfig theirs = Configs.config("ix0", 3, 2);

        Outcome outcome =
                apply(
                        sriov.plan(five()),
                        Map.of(
                                "create 5", () -> pf.failConfigure(Errno.ENOSPC),
                                "create the 3 previous",
                                        () -> {
                                            pf.failConfigure(null);
                                            pf.configureNow(theirs);
                                        }));

        assertThat(pf.inForce()).containsSame(theirs);
        assertThat(differences(outcome))
                .containsExactly(
                        "ix0: the VFs that were there before expected, others in their place"
                                + " found");
        assertThat(
                        attention(sriov.recover(ApplyOptions.defaults()).getFirst().outcome())
                                .remedies()
                                .getFirst())
                .startsWith("3 VFs enabled where 5 were asked for");
        assertThat(pf.inForce()).containsSame(theirs);
    }

    @Test
    void aDriverThatCannotBeAttachedKeepsNoOtherFromBeing() {
        sriov.apply(sriov.plan(three()));
        Plan plan = sriov.plan(five());

        Outcome outcome =
                apply(
                        plan,
                        Map.of(
                                "destroy 3",
                                () -> {
                                    pf.attachNow(0, false);
                                    pf.attachNow(1, false);
                                    pf.attachNow(2, false);
                                    fail("delete ix0");
                                    fail("attach ix0 1");
                                }));

        assertThat(sriov.status("ix0").vf(0).orElseThrow().attached()).isTrue();
        assertThat(sriov.status("ix0").vf(2).orElseThrow().attached()).isTrue();
        assertThat(differences(outcome))
                .containsExactly("ix0 VF-1: a driver attached expected, none attached found");
        assertThat(attention(outcome).remedies()).containsExactly("take the fault away", AGAIN);
        assertThat(outcome.evidence())
                .filteredOn(done -> done.action().equals("attach the driver of ix0 VF 0..2"))
                .singleElement()
                .satisfies(done -> assertThat(done.succeeded()).isFalse());
    }

    @Test
    void whatAVfIsOtherwiseThanBeforeIsTold() {
        sriov.apply(sriov.plan(three()));
        pf.attachNow(1, false);
        Plan plan = sriov.plan(five());

        Outcome outcome =
                apply(
                        plan,
                        Map.of(
                                "destroy 3", () -> fail("delete ix0"),
                                "read back",
                                        () -> {
                                            pf.placeNow(0, true, false);
                                            pf.attachNow(1, true);
                                            pf.placeNow(2, false, false);
                                        }));

        assertThat(differences(outcome))
                .containsExactly(
                        "ix0 VF-0: passthrough yes expected, passthrough no found",
                        "ix0 VF-1: no driver attached expected, ixv1 attached found",
                        "ix0 VF-2: present expected, absent found");
    }

    @Test
    void aRecordThatCannotBePutBackNeedsAttention() {
        sriov.apply(sriov.plan(three()));

        Outcome outcome =
                apply(
                        sriov.plan(five()),
                        Map.of(
                                "record",
                                () -> host.faults().at("write applied-ix0", new Fault(false, true)),
                                "create the 3 previous",
                                () -> fail("write applied-ix0")));

        assertThat(differences(outcome))
                .containsExactly(
                        "the record of ix0: as before expected, one that cannot be put back:"
                                + " cannot keep the record of write applied-ix0: EIO: injected at"
                                + " call "
                                + lastCall("write applied-ix0")
                                + "; take the fault away found");
        assertThat(attention(outcome).remedies()).containsExactly("take the fault away", AGAIN);
    }

    private int lastCall(String name) {
        return host.faults().calls().lastIndexOf(name);
    }

    @Test
    void aJournalThatCannotBeWrittenKeepsNothingFromBeingRestored() {
        sriov.apply(sriov.plan(three()));
        String before = pf.truth();
        Plan plan = sriov.plan(five());

        Outcome outcome = apply(plan, Map.of("create 5", () -> fail("write journal-ix0")));

        assertThat(outcome).isInstanceOf(Outcome.Restored.class);
        assertThat(pf.truth()).isEqualTo(before);
        assertThat(outcome.remarks())
                .hasSize(6)
                .allMatch(remark ->
                        remark.startsWith(
                                "the journal could not be written: cannot keep the record of"
                                        + " write journal-ix0: EIO"));
    }

    @Test
    void aJournalThatCannotBeWrittenWhenAttentionIsNeededIsTold() {
        sriov.apply(sriov.plan(three()));
        pf.failConfigure(Errno.ENXIO);

        Outcome outcome =
                apply(sriov.plan(five()), Map.of("read back", () -> fail("write journal-ix0")));

        assertThat(attention(outcome).remarks())
                .singleElement()
                .asString()
                .startsWith("the journal could not be written: ");
    }

    @Test
    void aJournalThatIsLeftIsTold() {
        fail("remove journal-ix0");
        Outcome done = sriov.apply(sriov.plan(three()));
        assertThat(done.committed()).isTrue();
        assertThat(done.remarks())
                .singleElement()
                .asString()
                .startsWith(
                        "the journal of ix0 could not be removed; recover ix0 before the next"
                                + " apply: cannot keep the record of remove journal-ix0: EIO");
        host.faults().reset();
        assertThat(sriov.recover(ApplyOptions.defaults())).hasSize(1);

        Plan plan = sriov.plan(five());
        fail("delete ix0");
        fail("remove journal-ix0");
        Outcome restored = sriov.apply(plan);
        assertThat(restored).isInstanceOf(Outcome.Restored.class);
        assertThat(restored.remarks())
                .singleElement()
                .asString()
                .startsWith("the journal of ix0 could not be removed; recover ix0 before");
    }

    @Test
    void whatAPlatformsOwnMistakeIsIsSaid() {
        pf.mistake = new IllegalStateException("out of step");

        Outcome outcome = sriov.apply(sriov.plan(three()));

        assertThat(outcome)
                .asInstanceOf(type(Outcome.Restored.class))
                .satisfies(restored ->
                        assertThat(restored.cause())
                                .isEqualTo(
                                        Failure.of(
                                                "unexpected java.lang.IllegalStateException: out"
                                                        + " of step",
                                                "report this to the authors of the host"
                                                        + " platform")));
    }

    @Test
    void whatNeedsAttentionIsToldUntilItIsPutRight() {
        sriov.apply(sriov.plan(three()));
        pf.failConfigure(Errno.ENXIO);
        sriov.apply(sriov.plan(five()));

        assertThat(sriov.interruptions())
                .singleElement()
                .extracting(Interruption::found)
                .asString()
                .endsWith(" failed: the previous state could not be restored");
        assertThat(host.records().entries().names()).doesNotContain("applied-ix0");
    }

    @Test
    void vfsThatAreNotWhereTheyWereAreTold() {
        sriov.apply(sriov.plan(Configs.config("ix0", 1, 0)));

        Outcome outcome =
                apply(
                        sriov.plan(five()),
                        Map.of(
                                "destroy 1", () -> fail("delete ix0"),
                                "read back", () -> pf.misplaced = 1));

        assertThat(differences(outcome))
                .containsExactly("ix0 VF-0: at 0000:03:10.0 expected, at 0000:03:10.1 found");
    }

    @Test
    void whatToDoAboutEveryDriverThatCannotBeAttachedIsSaid() {
        sriov.apply(sriov.plan(three()));

        Outcome outcome =
                apply(
                        sriov.plan(five()),
                        Map.of(
                                "destroy 3",
                                        () -> {
                                            pf.attachNow(1, false);
                                            pf.attachNow(2, false);
                                            fail("delete ix0");
                                        },
                                "attach the driver",
                                        () -> {
                                            // Nobody has a remedy for a VF that has gone.
                                            pf.placeNow(1, false, false);
                                            fail("attach ix0 2");
                                        }));

        assertThat(attention(outcome).remedies()).containsExactly("take the fault away", AGAIN);
    }

    @Test
    void whatToDoAboutAStateThatCannotBeReadAfterAttachingIsSaid() {
        sriov.apply(sriov.plan(three()));

        Outcome outcome =
                apply(
                        sriov.plan(five()),
                        Map.of(
                                "destroy 3",
                                        () -> {
                                            pf.placeNow(0, false, false);
                                            pf.attachNow(2, false);
                                            fail("delete ix0");
                                        },
                                "attach the driver",
                                        () ->
                                                host.faults()
                                                        .at(
                                                                host.faults().calls().size() + 1,
                                                                FAILS)));

        assertThat(differences(outcome))
                .containsExactly("ix0 VF-0: present expected, absent found");
        assertThat(attention(outcome).remedies()).containsExactly("take the fault away", AGAIN);
    }

    @Test
    void whatToDoAboutNewVfsThatCannotBeDestroyedIsSaid() {
        sriov.apply(sriov.plan(three()));
        pf.refuse(4);

        Outcome outcome =
                apply(
                        sriov.plan(five()),
                        Map.of("destroy the 5 new VFs", () -> fail("delete ix0")));

        assertThat(differences(outcome))
                .first()
                .isEqualTo("ix0: 3 VFs enabled expected, 5 VFs enabled found");
        assertThat(attention(outcome).remedies()).containsExactly("take the fault away", AGAIN);
    }

    @Test
    void whatToDoAboutARestoredStateThatCannotBeReadIsSaid() {
        sriov.apply(sriov.plan(three()));

        Outcome outcome =
                apply(
                        sriov.plan(five()),
                        Map.of(
                                "destroy 3", () -> fail("delete ix0"),
                                "read back", () -> fail("status ix0")));

        assertThat(differences(outcome))
                .singleElement()
                .asString()
                .startsWith("ix0: the previous state expected, nothing that could be read: ");
        assertThat(attention(outcome).remedies()).containsExactly("take the fault away", AGAIN);
    }
}
