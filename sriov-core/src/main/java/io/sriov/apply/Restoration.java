package io.sriov.apply;

import io.sriov.host.Errno;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.record.Journal;
import io.sriov.record.PfRecords;
import io.sriov.record.PreviousConfiguration;
import io.sriov.record.VfSnapshot;
import io.sriov.schema.config.IovConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/// Brings back the state that a journal tells of, from wherever an apply has got to.
///
/// What is done follows from what is there, not from what was tried, so that it can be done again
/// after any failure or crash. What reads back at the end decides what has come of it. A failing
/// record store does not keep the device from being restored.
final class Restoration {
    private final PhysicalFunction pf;
    private final PfRecords records;
    private final StepLog log;
    private final Optional<IovConfig> previous;
    private final Optional<Others> others;
    private final List<String> remarks;
    private final Set<String> remedies = new LinkedHashSet<>();

    private Journal journal;
    private boolean behind;

    /// @param previous the configuration to be restored, where there was one and it is known
    /// @param others the VFs that may be there and are left alone; empty where all but the previous
    ///   ones are the apply's
    Restoration(
            PhysicalFunction pf,
            PfRecords records,
            StepLog log,
            Journal journal,
            Optional<IovConfig> previous,
            Optional<Others> others,
            List<String> remarks) {
        this.pf = pf;
        this.records = records;
        this.log = log;
        this.journal = journal;
        this.previous = previous;
        this.others = others;
        this.remarks = new ArrayList<>(remarks);
    }

    Outcome run(Failure cause) {
        note(journal.owner(), "about to restore the previous state");
        try {
            restore();
        } catch (StepFailedException e) {
            e.failure().remedy().ifPresent(remedies::add);
        }
        catchUp();
        List<Deviation> deviations = readBack();
        if (deviations.isEmpty()) {
            deviations = putRecordBack();
        }
        if (!deviations.isEmpty()) {
            return leave(cause, deviations);
        }
        try {
            records.end();
        } catch (RuntimeException e) {
            remarks.add(Transaction.journalLeft(journal.device(), e));
        }
        return new Outcome.Restored(journal.device(), cause, log.evidence(), remarks);
    }

    private void restore() throws StepFailedException {
        PfStatus live = status();
        boolean wanted = journal.before().numVfs() > 0;
        if (wanted && previous.isEmpty() && !previousAreThere(live)) {
            String reason =
                    journal.previous() instanceof PreviousConfiguration.Unknown(String text)
                            ? text
                            : "the copy of its record cannot be read";
            remedies.add(
                    "the configuration before is unknown ("
                            + reason
                            + "): apply the one that is wanted, or remove the VFs");
            return;
        }
        if (journal.owner() == Journal.Owner.TARGET && live.enabled()) {
            if (others.isPresent()) {
                remedies.add(
                        others.get().remedy() + ", then apply the configuration that is wanted");
                return;
            }
            run(
                    Journal.Owner.TARGET,
                    "destroy the " + live.numVfs() + " new VFs of " + journal.device(),
                    pf::delete);
            live = status();
        }
        if (wanted && !live.enabled() && previous.isPresent()) {
            IovConfig config = previous.get();
            try {
                run(
                        Journal.Owner.PREVIOUS,
                        "create the " + config.numVfs() + " previous VFs of " + journal.device(),
                        () -> pf.configure(config));
            } catch (StepFailedException e) {
                if (e.failure().errno().equals(Optional.of(Errno.EBUSY))) {
                    note(Journal.Owner.TARGET, "somebody else has created VFs meanwhile");
                }
                throw e;
            }
            live = status();
        }
        attachAsBefore(live);
    }

    private boolean previousAreThere(PfStatus live) {
        return journal.owner() == Journal.Owner.PREVIOUS && live.enabled();
    }

    private void attachAsBefore(PfStatus live) {
        var attach = new ArrayList<Integer>();
        var detach = new ArrayList<Integer>();
        for (VfSnapshot then : journal.before().vfs()) {
            Optional<VfStatus> vf = live.vf(then.index());
            if (vf.isPresent() && vf.get().attached() != then.attached()) {
                (then.attached() ? attach : detach).add(then.index());
            }
        }
        each(attach, "attach", pf::attachVf);
        each(detach, "detach", pf::detachVf);
    }

    /// Failures do not keep the other VFs from being changed; reading back tells what has come of
    /// it.
    private void each(List<Integer> indices, String verb, IntConsumer change) {
        if (indices.isEmpty()) {
            return;
        }
        try {
            run(
                    journal.owner(),
                    verb + " the driver of " + journal.device() + " VF " + ReadBack.ranges(indices),
                    () -> {
                        RuntimeException first = null;
                        for (int index : indices) {
                            try {
                                change.accept(index);
                            } catch (RuntimeException e) {
                                Failure.of(e).remedy().ifPresent(remedies::add);
                                first = first == null ? e : first;
                            }
                        }
                        if (first != null) {
                            throw first;
                        }
                    });
        } catch (StepFailedException e) {
            e.failure().remedy().ifPresent(remedies::add);
        }
    }

    private PfStatus status() throws StepFailedException {
        try {
            return pf.status();
        } catch (RuntimeException e) {
            throw new StepFailedException(Failure.of(e));
        }
    }

    private void run(Journal.Owner owner, String action, Runnable step) throws StepFailedException {
        note(owner, "about to " + action);
        log.run(
                StepEvidence.Phase.RESTORE,
                action,
                () -> {
                    step.run();
                    catchUp();
                    return ReadBack.of(pf.status());
                });
    }

    private List<Deviation> readBack() {
        try {
            return log.compare(
                            StepEvidence.Phase.RESTORE,
                            "read back the state of " + journal.device(),
                            () -> {
                                PfStatus live = pf.status();
                                return new StepLog.Comparison(ReadBack.of(live), deviations(live));
                            })
                    .deviations();
        } catch (StepFailedException e) {
            e.failure().remedy().ifPresent(remedies::add);
            return List.of(
                    new Deviation(
                            journal.device(),
                            "the previous state",
                            "nothing that could be read: " + e.failure().message()));
        }
    }

    /// VFs that look like the previous ones are others as long as nothing has destroyed those that
    /// took their place.
    private List<Deviation> deviations(PfStatus live) {
        List<Deviation> deviations = Verification.ofSnapshot(pf, live, journal.before());
        if (deviations.isEmpty() && live.enabled() && journal.owner() == Journal.Owner.TARGET) {
            return List.of(
                    new Deviation(
                            journal.device(),
                            "the VFs that were there before",
                            others.filter(Others::maybePrevious).isPresent()
                                    ? "VFs that may be others"
                                    : "others in their place"));
        }
        return deviations;
    }

    private List<Deviation> putRecordBack() {
        try {
            records.restoreRecord();
            return List.of();
        } catch (RuntimeException e) {
            Failure failure = Failure.of(e);
            failure.remedy().ifPresent(remedies::add);
            return List.of(
                    new Deviation(
                            "the record of " + journal.device(),
                            "as before",
                            "one that cannot be put back: " + failure.message()));
        }
    }

    private Outcome leave(Failure cause, List<Deviation> deviations) {
        try {
            records.leave(
                    journal.with(
                            Journal.Stage.ATTENTION,
                            journal.owner(),
                            "the previous state could not be restored"));
        } catch (RuntimeException e) {
            remarks.add("the journal could not be written: " + e.getMessage());
        }
        remedies.add(
                "then recover "
                        + journal.device()
                        + " again, or apply the configuration that is wanted");
        return new Outcome.NeedsAttention(
                journal.device(),
                cause,
                deviations,
                List.copyOf(remedies),
                log.evidence(),
                remarks);
    }

    private void note(Journal.Owner owner, String doing) {
        journal = journal.with(Journal.Stage.RESTORING, owner, doing);
        write();
    }

    /// Writes what could not be written before its step: from an older entry a recovery may not
    /// know whose the VFs are that it finds.
    private void catchUp() {
        if (behind) {
            write();
        }
    }

    /// Journals as far as the store can; the device is restored all the same.
    private void write() {
        behind = true;
        try {
            records.write(journal);
            behind = false;
        } catch (RuntimeException e) {
            String remark = "the journal could not be written: " + e.getMessage();
            if (!remarks.contains(remark)) {
                remarks.add(remark);
            }
        }
    }
}
