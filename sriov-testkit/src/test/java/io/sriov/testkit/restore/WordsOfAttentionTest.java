package io.sriov.testkit.restore;

import static io.sriov.testkit.fault.CallSelector.configure;
import static io.sriov.testkit.fault.CallSelector.delete;
import static io.sriov.testkit.fault.CallSelector.recordRemoval;
import static io.sriov.testkit.fault.CallSelector.recordWrite;
import static io.sriov.testkit.fault.CallSelector.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.apply.ApplyListener;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Outcome;
import io.sriov.host.Errno;
import io.sriov.plan.Plan;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.fault.AccessSelector;
import io.sriov.testkit.fault.Faults;
import io.sriov.testkit.fault.FaultyHost;
import io.sriov.testkit.fault.ProcessCrash;
import io.sriov.testkit.fault.SriovRegister;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
import org.junit.jupiter.api.Test;

/// What is said where somebody has to look: not more than is known, and nothing that was not so.
class WordsOfAttentionTest {
    private static final String FEWER_OR_OTHERS =
            "2 VFs enabled where 3 were asked for: either the PF's driver has created fewer and"
                    + " reported success, or somebody else has created others meanwhile: find out"
                    + " which, then apply the configuration that is wanted";

    private final SimulatedHost machine = SimulatedHost.of(SimulatedMachine.standard());
    private final Faults faults = new Faults();

    private Sriov process() {
        return Sriov.open(FaultyHost.of(machine, faults));
    }

    private static IovConfig vfs(Sriov sriov, int numVfs) {
        return IovConfig.builder(sriov.schema("ix0"), "ix0").numVfs(numVfs).build();
    }

    private static Outcome apply(Sriov sriov, int numVfs) {
        return sriov.apply(sriov.plan(vfs(sriov, numVfs)));
    }

    private static Outcome.NeedsAttention attention(Outcome outcome) {
        assertThat(outcome).as(outcome.toText()).isInstanceOf(Outcome.NeedsAttention.class);
        return (Outcome.NeedsAttention) outcome;
    }

    @Test
    void aDriverThatCreatesFewerIsAmongTheCauses() {
        faults.on(configure()).givesShort(1);
        assertThat(attention(apply(process(), 3)).remedies()).contains(FEWER_OR_OTHERS);
    }

    @Test
    void itIsSoAfterACrash() {
        faults.on(configure()).givesShort(1);
        faults.on(status()).nth(3).crashes();
        assertThatThrownBy(() -> apply(process(), 3)).isInstanceOf(ProcessCrash.class);
        faults.reset();
        Outcome outcome = recovered();
        assertThat(attention(outcome).remedies()).contains(FEWER_OR_OTHERS);
        assertThat(apply(process(), 3).committed()).isTrue();
    }

    @Test
    void moreThanWereAskedForAreSomebodyElses() {
        faults.on(configure()).doesNotStick();
        faults.on(status()).nth(3).crashes();
        assertThatThrownBy(() -> apply(process(), 3)).isInstanceOf(ProcessCrash.class);
        faults.reset();
        Sriov next = process();
        next.host().physicalFunction("ix0").configure(vfs(next, 4));
        Outcome outcome = next.recover(ApplyOptions.defaults()).getFirst().outcome();
        assertThat(attention(outcome).remedies())
                .contains(
                        "somebody else has created VFs meanwhile: find out who, then apply the"
                                + " configuration that is wanted");
    }

    @Test
    void previousVfsOfWhichTheJournalDoesNotTellMayBeSomebodyElses() {
        assertThat(apply(process(), 1).committed()).isTrue();
        Plan removal = planRemoval();
        faults.on(status()).nth(3).fails(Errno.EIO);
        faults.on(recordWrite("journal")).nth(5).fails(Errno.EIO);
        faults.on(configure()).crashesAfterwards();
        assertThatThrownBy(() -> process().apply(removal)).isInstanceOf(ProcessCrash.class);
        faults.verifyAllHappened();
        faults.reset();
        Outcome outcome = recovered();
        assertThat(attention(outcome).differences())
                .singleElement()
                .hasToString(
                        "ix0: the VFs that were there before expected, VFs that may be others"
                                + " found");
        assertThat(attention(outcome).remedies())
                .contains(
                        "1 VF enabled where none was asked for: either the previous ones were"
                                + " created anew by a restore that could not write its journal, or"
                                + " somebody else has created others meanwhile: find out which,"
                                + " then apply the configuration that is wanted");
        assertThat(machine.physicalFunction("ix0").status().numVfs()).isEqualTo(1);
    }

    @Test
    void aRestoreOnAReadOnlyStoreMayHaveCreatedThem() {
        assertThat(apply(process(), 5).committed()).isTrue();
        Plan three = plan(3);
        faults.on(configure()).failsAfterwards(Errno.EIO);
        faults.on(delete()).nth(2).fails(Errno.EIO);
        attention(process().apply(three));
        faults.reset();
        faults.on(recordWrite("")).from(1).fails(Errno.EROFS);
        faults.on(recordRemoval("")).from(1).fails(Errno.EROFS);
        attention(recovered());
        faults.reset();
        assertThat(attention(recovered()).remedies())
                .contains(
                        "5 VFs enabled where 3 were asked for: either the previous ones were"
                                + " created anew by a restore that could not write its journal, or"
                                + " somebody else has created others meanwhile: find out which,"
                                + " then apply the configuration that is wanted");
    }

    @Test
    void whatWasAskedForIsNotMadeUp() {
        assertThat(apply(process(), 3).committed()).isTrue();
        Plan five = plan(5);
        faults.on(configure()).crashesAfterwards();
        assertThatThrownBy(() -> process().apply(five)).isInstanceOf(ProcessCrash.class);
        faults.reset();
        machine.records().remove("pending-ix0");
        assertThat(attention(recovered()).remedies())
                .contains(
                        "5 VFs enabled: either the interrupted apply has created them, whose"
                                + " configuration cannot be read any more, or somebody else has"
                                + " created others meanwhile: find out which, then apply the"
                                + " configuration that is wanted");
    }

    @Test
    void vfsThatTheKernelCallsSomebodyElsesAreNeverJournalledAsThePreviousOnes() {
        assertThat(apply(process(), 3).committed()).isTrue();
        Plan five = plan(5);
        IovConfig theirs = vfs(process(), 3);
        faults.reset();
        faults.on(configure()).fails(Errno.EIO);
        faults.on(recordWrite("journal")).nth(6).fails(Errno.EIO);
        faults.on(recordWrite("journal")).nth(7).crashes();
        var intruder =
                new ApplyListener() {
                    @Override
                    public void started(String device, String action) {
                        if (action.startsWith("create the 3 previous")) {
                            machine.physicalFunction(device).configure(theirs);
                        }
                    }
                };
        assertThatThrownBy(
                        () -> process().apply(five, ApplyOptions.defaults().withListener(intruder)))
                .isInstanceOf(ProcessCrash.class);
        faults.verifyAllHappened();
        faults.reset();
        attention(recovered());
        assertThat(machine.physicalFunction("ix0").status().numVfs()).isEqualTo(3);
    }

    private Plan planRemoval() {
        Plan plan = process().planRemoval("ix0");
        faults.reset();
        return plan;
    }

    private Plan plan(int numVfs) {
        Sriov sriov = process();
        Plan plan = sriov.plan(vfs(sriov, numVfs));
        faults.reset();
        return plan;
    }

    private Outcome recovered() {
        return process().recover(ApplyOptions.defaults()).getFirst().outcome();
    }

    @Test
    void aJournalThatCouldNotTellIsMadeToTellLater() {
        assertThat(apply(process(), 1).committed()).isTrue();
        Plan removal = planRemoval();
        faults.on(status()).nth(3).fails(Errno.EIO);
        faults.on(recordWrite("journal")).nth(5).fails(Errno.EIO);
        faults.on(recordRemoval("journal")).fails(Errno.EIO);
        assertThat(process().apply(removal)).isInstanceOf(Outcome.Restored.class);
        faults.verifyAllHappened();
        faults.reset();
        Outcome outcome = recovered();
        assertThat(outcome).as(outcome.toText()).isInstanceOf(Outcome.Restored.class);
        Sriov next = process();
        assertThat(next.plan(vfs(next, 1)).isEmpty()).isTrue();
    }

    @Test
    void aDeviceThatKeepsItsVfsAgainstTheKernelStaysInNeedOfAttention() {
        assertThat(apply(process(), 3).committed()).isTrue();
        machine.records().remove("applied-ix0");
        faults.on(AccessSelector.write(SriovRegister.CONTROL)).doesNotStick();
        Sriov sriov = process();
        attention(sriov.apply(sriov.planRemoval("ix0")));
        faults.reset();
        assertThat(sriov.planRemoval("ix0").isEmpty()).isTrue();
        assertThat(attention(sriov.apply(sriov.planRemoval("ix0"))).differences())
                .singleElement()
                .hasToString("ix0: VF Enable clear expected, VF Enable set found");
        assertThat(apply(sriov, 3).committed()).isTrue();
    }

    @Test
    void oneVfIsNotMany() {
        assertThat(apply(process(), 1).committed()).isTrue();
        Sriov sriov = process();
        sriov.host().physicalFunction("ix0").delete();
        sriov.host().physicalFunction("ix0").configure(vfs(sriov, 2));
        assertThat(sriov.plan(vfs(sriov, 1)).toText())
                .contains("2 VFs are enabled where 1 was recorded");
        sriov.host().physicalFunction("ix0").delete();
        assertThat(apply(sriov, 3).committed()).isTrue();
        sriov.host().physicalFunction("ix0").delete();
        sriov.host().physicalFunction("ix0").configure(vfs(sriov, 1));
        assertThat(sriov.plan(vfs(sriov, 3)).toText())
                .contains("1 VF is enabled where 3 were recorded");
    }
}
