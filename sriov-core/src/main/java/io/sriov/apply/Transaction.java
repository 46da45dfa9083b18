package io.sriov.apply;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.plan.Plan;
import io.sriov.plan.Previous;
import io.sriov.plan.Step;
import io.sriov.record.AppliedConfiguration;
import io.sriov.record.Journal;
import io.sriov.record.PfRecords;
import io.sriov.record.PfSnapshot;
import io.sriov.record.PreviousConfiguration;
import io.sriov.schema.config.IovConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One apply of one plan, under the PF's lock.
final class Transaction {
    private final PhysicalFunction pf;
    private final PfRecords records;
    private final Plan plan;
    private final StepLog log;
    private final TimeSource time;
    private final List<String> remarks = new ArrayList<>();
    private final Set<Integer> mustBeAttached = new HashSet<>();

    private Journal journal;
    private Optional<Others> others = Optional.empty();

    Transaction(PhysicalFunction pf, PfRecords records, Plan plan, StepLog log, TimeSource time) {
        this.pf = pf;
        this.records = records;
        this.plan = plan;
        this.log = log;
        this.time = time;
        this.journal =
                new Journal(
                        plan.device(),
                        now(),
                        Journal.Stage.APPLYING,
                        Journal.Owner.PREVIOUS,
                        "nothing was done yet",
                        plan.target().isEmpty(),
                        switch (plan.previous()) {
                            case Previous.None() -> new PreviousConfiguration.None();
                            case Previous.Known _ -> new PreviousConfiguration.Recorded();
                            case Previous.Unknown(String reason) ->
                                    new PreviousConfiguration.Unknown(reason);
                        },
                        PfSnapshot.of(plan.basis().status()));
    }

    /// Applies, or restores what was before.
    ///
    /// @throws HostException when the journal cannot be begun; nothing was done then
    Outcome run() {
        begin();
        try {
            for (Step step : plan.steps()) {
                perform(step);
            }
            PfStatus verified = verify();
            record(verified);
        } catch (StepFailedException e) {
            return new Restoration(
                            pf,
                            records,
                            log,
                            journal,
                            plan.previous().knownConfig(),
                            others,
                            remarks)
                    .run(e.failure());
        }
        try {
            records.end();
        } catch (RuntimeException e) {
            remarks.add(journalLeft(plan.device(), e));
        }
        return new Outcome.Committed(plan.device(), log.evidence(), remarks);
    }

    static String journalLeft(String device, RuntimeException e) {
        return "the journal of "
                + device
                + " could not be removed; recover "
                + device
                + " before the next apply: "
                + e.getMessage();
    }

    private void begin() {
        for (String name : records.setDamagedAside()) {
            remarks.add("a record that could not be read is kept as '" + name + "'");
        }
        boolean fresh = records.journal().value().isEmpty();
        try {
            records.begin(journal, plan.target());
        } catch (RuntimeException e) {
            if (fresh) {
                try {
                    records.end();
                } catch (RuntimeException suppressed) {
                    e.addSuppressed(suppressed);
                }
            }
            throw e;
        }
    }

    private void perform(Step step) throws StepFailedException {
        Journal.Owner owner =
                step instanceof Step.CreateVfs ? Journal.Owner.TARGET : journal.owner();
        journal(Journal.Stage.APPLYING, owner, "about to " + step.description());
        log.run(StepEvidence.Phase.APPLY, step.description(), () -> ReadBack.of(execute(step)));
        journal(
                Journal.Stage.APPLYING,
                step instanceof Step.DestroyVfs ? Journal.Owner.TARGET : owner,
                step.description() + ": done");
    }

    private PfStatus execute(Step step) {
        switch (step) {
            case Step.DestroyVfs _ -> {
                pf.delete();
                PfStatus live = pf.status();
                if (live.enabled()) {
                    throw new HostException(
                            HostException.Operation.DELETE,
                            live.device(),
                            Errno.EBUSY,
                            "the kernel reported success, and VFs are still enabled",
                            "look for the reason on the system's console");
                }
                return live;
            }
            case Step.CreateVfs(IovConfig config) -> {
                try {
                    pf.configure(config);
                } catch (HostException e) {
                    // The kernel looks for VFs before anything else: those found now are not ours.
                    if (e.errno() == Errno.EBUSY) {
                        others = Optional.of(Others.SOMEBODY_ELSES);
                    }
                    throw e;
                }
            }
            case Step.AttachVfs(String _, List<Integer> indices) -> {
                mustBeAttached.addAll(indices);
                indices.forEach(pf::attachVf);
            }
        }
        return pf.status();
    }

    private PfStatus verify() throws StepFailedException {
        var read = new PfStatus[1];
        var unread = new ArrayList<String>();
        StepLog.Comparison comparison =
                log.compare(
                        StepEvidence.Phase.VERIFY,
                        "read back the state of " + plan.device(),
                        () -> {
                            PfStatus live = pf.status();
                            read[0] = live;
                            // As many others as were asked for cannot be told from ours.
                            int asked = plan.target().map(IovConfig::numVfs).orElse(0);
                            if (live.enabled() && live.numVfs() != asked) {
                                others = Optional.of(Others.found(live.numVfs(), asked));
                            }
                            Verification verification =
                                    Verification.ofTarget(pf, live, plan.target(), mustBeAttached);
                            unread.addAll(verification.remarks());
                            return new StepLog.Comparison(
                                    ReadBack.of(live), verification.deviations());
                        });
        Optional<Failure> failure = comparison.failure();
        if (failure.isPresent()) {
            throw new StepFailedException(failure.get());
        }
        remarks.addAll(withoutDriver(read[0]));
        remarks.addAll(unread);
        return read[0];
    }

    /// What is worth knowing about VFs that exist and that no driver has taken.
    static List<String> withoutDriver(PfStatus live) {
        var remarks = new ArrayList<String>();
        String host = ReadBack.ranges(live.vfs(), vf -> !vf.attached() && !vf.passthrough());
        if (!host.equals("none")) {
            remarks.add(
                    "no driver of the host is attached to VF "
                            + host
                            + live.vfs().stream()
                                    .filter(vf -> !vf.passthrough())
                                    .flatMap(vf -> vf.driver().stream())
                                    .findFirst()
                                    .map(driver ->
                                            ", and "
                                                    + driver
                                                    + " is to another: it has failed to start it;"
                                                    + " the system's console (dmesg) says why")
                                    .orElse("; load the VF's driver to use it on the host"));
        }
        String guest = ReadBack.ranges(live.vfs(), vf -> !vf.attached() && vf.passthrough());
        if (!guest.equals("none")) {
            remarks.add(
                    "no passthrough driver is attached to VF "
                            + guest
                            + "; load the hypervisor's module to pass it to a guest");
        }
        return remarks;
    }

    private void record(PfStatus verified) throws StepFailedException {
        journal(Journal.Stage.VERIFIED, journal.owner(), "all steps were done and verified");
        log.run(
                StepEvidence.Phase.RECORD,
                plan.target().isPresent()
                        ? "record the configuration of " + plan.device()
                        : "record that " + plan.device() + " has no configuration",
                () -> {
                    records.record(
                            plan.target()
                                    .map(config ->
                                            new AppliedConfiguration(
                                                    config, PfSnapshot.of(verified), now())));
                    return "";
                });
    }

    private void journal(Journal.Stage stage, Journal.Owner owner, String doing)
            throws StepFailedException {
        Journal next = journal.with(stage, owner, doing);
        try {
            records.write(next);
        } catch (RuntimeException e) {
            throw new StepFailedException(Failure.of(e));
        }
        journal = next;
    }

    private Instant now() {
        return time.wall().instant();
    }
}
