package io.sriov.apply;

import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import io.sriov.plan.Plan;
import io.sriov.plan.Planner;
import io.sriov.record.AppliedConfiguration;
import io.sriov.record.Entry;
import io.sriov.record.Journal;
import io.sriov.record.PfRecords;
import io.sriov.record.PfSnapshot;
import io.sriov.record.PreviousConfiguration;
import io.sriov.schema.config.IovConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Carries out plans, and puts right what was left of those that were interrupted. Immutable and
/// thread-safe; applies to one PF exclude each other by the record store's lock.
public final class Applier {
    private static final System.Logger LOG = System.getLogger(Applier.class.getName());

    private final RecordStore store;
    private final TimeSource time;

    /// Creates an applier.
    ///
    /// @param store where journals and records are
    /// @param time where times come from
    public Applier(RecordStore store, TimeSource time) {
        this.store = store;
        this.time = time;
    }

    /// Carries out a plan.
    ///
    /// @param pf the PF that the plan is for
    /// @param plan the plan
    /// @param options consent, and who listens
    /// @return what came of it; `Committed` without evidence where the plan is empty, unless an
    ///   earlier apply left the device otherwise than its kernel says
    /// @throws ApplyException when the plan is stale, or destroys VFs in use without consent;
    ///   nothing was touched
    /// @throws HostException when somebody else is changing the PF, or the PF or the record store
    ///   cannot be read, or the kernel would refuse what is planned
    ///   ([PhysicalFunction#preflight(IovConfig)]), or the journal cannot be begun; nothing was
    ///   touched
    /// @throws IllegalArgumentException when the plan is for another device
    public Outcome apply(PhysicalFunction pf, Plan plan, ApplyOptions options) {
        var records = new PfRecords(store, plan.device());
        RecordStore.Lock lock = records.lock();
        try {
            check(pf, plan, options);
            if (plan.isEmpty()) {
                return nothingToDo(pf, records, plan);
            }
            var log = new StepLog(plan.device(), options.listener(), time);
            return new Transaction(pf, records, plan, log, time).run();
        } finally {
            release(lock);
        }
    }

    /// Where there is nothing to do, nothing needs attention any more, unless the device is not as
    /// its kernel says.
    private static Outcome nothingToDo(PhysicalFunction pf, PfRecords records, Plan plan) {
        Optional<Journal> left = records.journal().value();
        List<Deviation> deviations =
                left.isEmpty()
                        ? List.of()
                        : Verification.ofTarget(pf, pf.status(), plan.target(), Set.of())
                                .deviations();
        if (!deviations.isEmpty()) {
            String remedy =
                    "the kernel of this host has nothing to do for what is asked, and the device"
                            + " reads otherwise: reset it, or restart the host";
            return new Outcome.NeedsAttention(
                    plan.device(),
                    Failure.of(left.get().summary(), remedy),
                    deviations,
                    List.of(remedy),
                    List.of(),
                    List.of("nothing was touched"));
        }
        records.setDamagedAside();
        if (left.isPresent()) {
            records.end();
        }
        return new Outcome.Committed(plan.device(), List.of(), List.of());
    }

    /// Tells whether a plan could be carried out now, and touches nothing.
    ///
    /// @param pf the PF that the plan is for
    /// @param plan the plan
    /// @param options the consent
    /// @throws ApplyException when the plan is stale, or destroys VFs in use without consent
    /// @throws HostException when the PF or the record store cannot be read, or the kernel would
    ///   refuse: see [PhysicalFunction#preflight(IovConfig)]
    /// @throws IllegalArgumentException when the plan is for another device
    public void check(PhysicalFunction pf, Plan plan, ApplyOptions options) {
        String device = plan.device();
        if (!pf.device().equals(device)) {
            throw new IllegalArgumentException(
                    "the plan is for " + device + ", not for " + pf.device());
        }
        var records = new PfRecords(store, device);
        Optional<String> change =
                new Planner(pf.status(), records.applied(), records.journal()).change(plan);
        if (change.isPresent()) {
            throw new ApplyException(
                    device,
                    ApplyException.Reason.STALE_PLAN,
                    "things have changed since it was planned: "
                            + change.get()
                            + "; plan again and look at the new plan");
        }
        List<VfStatus> held = plan.impact().held();
        if (!held.isEmpty()) {
            throw new ApplyException(
                    device,
                    ApplyException.Reason.VFS_HELD,
                    "the kernel does not let go of VFs that would be destroyed: "
                            + holders(held, VfUse::exclusive)
                            + "; stop those who hold them, then plan again");
        }
        List<VfStatus> unconsented = unconsented(plan.impact().inUse(), device, options.consent());
        if (!unconsented.isEmpty()) {
            throw new ApplyException(
                    device,
                    ApplyException.Reason.CONSENT_NEEDED,
                    "VFs that would be destroyed are in use: "
                            + holders(unconsented, _ -> true)
                            + "; stop those who use them, or consent to destroying them");
        }
        if (!plan.isEmpty()) {
            plan.target().ifPresent(pf::preflight);
        }
    }

    /// Puts right what an interrupted apply has left: completes it where all was done and verified,
    /// and otherwise restores the state before. Doing it again, also after being interrupted
    /// itself, leads to the same.
    ///
    /// @param pf the PF
    /// @param options consent to destroy VFs that the interrupted apply had created and somebody
    ///   uses since; who listens
    /// @return what was found and what came of it; empty where nothing was left, or somebody is
    ///   changing the PF right now
    /// @throws HostException when the PF or the record store cannot be read or written; nothing was
    ///   done then that another recovery would not do again
    public Optional<Recovery> recover(PhysicalFunction pf, ApplyOptions options) {
        var records = new PfRecords(store, pf.device());
        Optional<RecordStore.Lock> lock = records.tryLock();
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        try {
            pf.settle();
            return switch (records.journal()) {
                case Entry.Absent<Journal> _ -> Optional.empty();
                case Entry.Damaged<Journal>(String reason, String _) ->
                        Optional.of(setAside(pf, records, reason));
                case Entry.Present<Journal>(Journal journal, String _) ->
                        Optional.of(
                                new Recovery(
                                        pf.device(),
                                        journal.summary(),
                                        recover(pf, records, journal, options)));
            };
        } finally {
            release(lock.get());
        }
    }

    private static Recovery setAside(PhysicalFunction pf, PfRecords records, String reason) {
        PfStatus live = pf.status();
        List<String> kept = records.setDamagedAside();
        var outcome =
                new Outcome.NeedsAttention(
                        pf.device(),
                        Failure.of(
                                reason,
                                "look at the VFs, then apply the configuration that is wanted"),
                        List.of(
                                new Deviation(
                                        pf.device(),
                                        "a state that the journal tells of",
                                        ReadBack.of(live))),
                        List.of(
                                "look at the VFs of "
                                        + pf.device()
                                        + ", then apply the configuration that is wanted; it will"
                                        + " replace what is there"),
                        List.of(),
                        kept.stream().map(name -> "kept as '" + name + "'").toList());
        return new Recovery(
                pf.device(), "an apply was interrupted, and its journal is damaged", outcome);
    }

    private Outcome recover(
            PhysicalFunction pf, PfRecords records, Journal journal, ApplyOptions options) {
        var log = new StepLog(pf.device(), options.listener(), time);
        PfStatus live = pf.status();
        Entry<IovConfig> pending = records.pending();
        if (journal.stage() == Journal.Stage.VERIFIED
                && (journal.removal() || pending.value().isPresent())
                && Verification.ofTarget(pf, live, pending.value(), Set.of())
                        .deviations()
                        .isEmpty()) {
            return complete(records, journal, pending.value(), live, log);
        }
        OptionalInt asked =
                journal.removal()
                        ? OptionalInt.of(0)
                        : pending.value().stream().mapToInt(IovConfig::numVfs).findFirst();
        boolean ours = live.enabled() && asked.equals(OptionalInt.of(live.numVfs()));
        if (journal.owner() == Journal.Owner.TARGET && ours) {
            Optional<Outcome> refusal = refusal(pf, live, journal, options);
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        Optional<IovConfig> previous =
                journal.previous() instanceof PreviousConfiguration.Recorded
                        ? records.previous().value().map(AppliedConfiguration::config)
                        : Optional.empty();
        Optional<Others> others =
                ours
                        ? Optional.empty()
                        : Optional.of(
                                Others.leftBy(live.numVfs(), asked, journal.before().numVfs()));
        return new Restoration(pf, records, log, journal, previous, others, List.of())
                .run(
                        Failure.of(
                                journal.summary(),
                                "apply the configuration that is wanted once more"));
    }

    private Outcome complete(
            PfRecords records,
            Journal journal,
            Optional<IovConfig> target,
            PfStatus live,
            StepLog log) {
        records.record(
                target.map(config ->
                        new AppliedConfiguration(
                                config, PfSnapshot.of(live), time.wall().instant())));
        records.end();
        return new Outcome.Committed(
                journal.device(), log.evidence(), Transaction.withoutDriver(live));
    }

    /// Destroying VFs that came to be used since the interruption takes consent as any other does.
    private static Optional<Outcome> refusal(
            PhysicalFunction pf, PfStatus live, Journal journal, ApplyOptions options) {
        List<VfStatus> used = live.vfs().stream().filter(vf -> !vf.uses().isEmpty()).toList();
        List<VfStatus> held =
                used.stream().filter(vf -> vf.uses().stream().anyMatch(VfUse::exclusive)).toList();
        List<VfStatus> unconsented = unconsented(used, pf.device(), options.consent());
        if (held.isEmpty() && unconsented.isEmpty()) {
            return Optional.empty();
        }
        String remedy =
                held.isEmpty()
                        ? "stop those who use VFs of the interrupted apply ("
                                + holders(unconsented, _ -> true)
                                + "), or consent to destroying them; then recover "
                                + pf.device()
                                + " again"
                        : "stop those who hold VFs of the interrupted apply ("
                                + holders(held, VfUse::exclusive)
                                + "); then recover "
                                + pf.device()
                                + " again";
        return Optional.of(
                new Outcome.NeedsAttention(
                        pf.device(),
                        Failure.of(journal.summary(), remedy),
                        Verification.ofSnapshot(pf, live, journal.before()),
                        List.of(remedy),
                        List.of(),
                        List.of("nothing was touched")));
    }

    private static List<VfStatus> unconsented(List<VfStatus> used, String device, Consent consent) {
        return used.stream().filter(vf -> !consent.covers(device, vf.index())).toList();
    }

    private static String holders(List<VfStatus> vfs, Predicate<VfUse> which) {
        return vfs.stream()
                .map(vf ->
                        IovConfig.vfName(vf.index())
                                + " by "
                                + vf.uses().stream()
                                        .filter(which)
                                        .map(VfUse::holder)
                                        .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    private static void release(RecordStore.Lock lock) {
        try {
            lock.close();
        } catch (HostException e) {
            LOG.log(System.Logger.Level.WARNING, "a lock could not be released", e);
        }
    }
}
