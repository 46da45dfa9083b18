package io.sriov.plan;

import io.sriov.host.ParameterMismatch;
import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import io.sriov.record.AppliedConfiguration;
import io.sriov.record.Entry;
import io.sriov.record.Journal;
import io.sriov.record.VfSnapshot;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.IovConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes plans for one PF from what is known about it. Immutable and thread-safe; linear in the
/// number of VFs.
///
/// A kernel does not give a configuration back, so "unchanged" is judged by the record of what was
/// applied last, and the record is believed as long as the VFs that exist do not contradict it: as
/// many, at the same addresses, meant for the same.
public final class Planner {
    /// With more changed parameters than these, the rest is counted.
    private static final int SHOWN = 5;

    private final PfStatus status;
    private final Basis basis;
    private final Entry<AppliedConfiguration> applied;
    private final Entry<Journal> journal;

    /// Creates a planner.
    ///
    /// @param status the PF as it is
    /// @param applied what is recorded as being in force
    /// @param journal the journal of an apply that has not ended, if there is one
    public Planner(PfStatus status, Entry<AppliedConfiguration> applied, Entry<Journal> journal) {
        this.status = status;
        this.applied = applied;
        this.journal = journal;
        this.basis =
                new Basis(
                        status,
                        "applied=" + applied.fingerprint() + " journal=" + journal.fingerprint());
    }

    /// {@return what plans are made from here}
    public Basis basis() {
        return basis;
    }

    /// Plans that a configuration be in force.
    ///
    /// @param wanted the configuration
    /// @param schema the schema that the PF's driver publishes now
    /// @return the plan; empty where the configuration is in force
    /// @throws PlanException when the configuration cannot be applied to this PF, whatever is done
    public Plan plan(IovConfig wanted, PfSchema schema) {
        check(wanted, schema);
        Previous previous = previous();
        Optional<AppliedConfiguration> inForce =
                previous instanceof Previous.Known ? applied.value() : Optional.empty();
        if (inForce.isPresent() && isInForce(inForce.get().config(), wanted)) {
            List<Integer> detached = detached(inForce.get());
            List<Step> steps =
                    detached.isEmpty()
                            ? List.of()
                            : List.of(new Step.AttachVfs(status.device(), detached));
            List<DeviceDifference> differences =
                    detached.stream()
                            .map(index ->
                                    new DeviceDifference(
                                            IovConfig.vfName(index),
                                            DeviceDifference.Change.ATTACHED,
                                            List.of()))
                            .toList();
            return new Plan(
                    status.device(),
                    Optional.of(wanted),
                    basis,
                    previous,
                    steps,
                    differences,
                    new Impact(List.of()),
                    notices());
        }
        return recreation(wanted, previous, notices());
    }

    /// Plans that VFs be created anew that are recorded as being what is wanted, and of which
    /// somebody has changed something since.
    ///
    /// @param wanted the configuration, for which [#plan(IovConfig, PfSchema)] creates nothing
    /// @param changed what does not read back as declared, at least one
    /// @return the plan
    public Plan planAnew(IovConfig wanted, List<ParameterMismatch> changed) {
        List<String> notices = notices();
        changed.stream()
                .limit(SHOWN)
                .map(one ->
                        one.section()
                                + ": "
                                + one.parameter()
                                + " is "
                                + one.found()
                                + " and not "
                                + one.declared()
                                + ": somebody else has changed it since it was applied")
                .forEach(notices::add);
        if (changed.size() > SHOWN) {
            notices.add(changed.size() - SHOWN + " more have been changed");
        }
        return recreation(wanted, previous(), notices);
    }

    private Plan recreation(IovConfig wanted, Previous previous, List<String> notices) {
        var steps = new ArrayList<Step>();
        if (status.enabled()) {
            steps.add(new Step.DestroyVfs(status.device(), status.numVfs()));
        }
        steps.add(new Step.CreateVfs(wanted));
        return new Plan(
                status.device(),
                Optional.of(wanted),
                basis,
                previous,
                steps,
                differences(previous, wanted),
                new Impact(status.vfs()),
                notices);
    }

    /// {@return the plan that all VFs be removed; empty where there are none}
    ///
    /// @throws PlanException when an earlier apply has to be attended to first
    public Plan planRemoval() {
        checkJournal();
        Previous previous = previous();
        List<Step> steps =
                status.enabled()
                        ? List.of(new Step.DestroyVfs(status.device(), status.numVfs()))
                        : List.of();
        return new Plan(
                status.device(),
                Optional.empty(),
                basis,
                previous,
                steps,
                steps.isEmpty() ? List.of() : differences(previous, null),
                new Impact(status.vfs()),
                notices());
    }

    private void check(IovConfig wanted, PfSchema schema) {
        checkJournal();
        String device = status.device();
        var problems = new ArrayList<PlanProblem>();
        if (!wanted.device().equals(device)) {
            problems.add(
                    new PlanProblem(
                            PlanProblem.Reason.WRONG_DEVICE,
                            "the configuration is for " + wanted.device(),
                            "give one whose PF section has device : " + device));
        }
        if (wanted.numVfs() > status.totalVfs()) {
            problems.add(
                    new PlanProblem(
                            PlanProblem.Reason.TOO_MANY_VFS,
                            device
                                    + " supports "
                                    + Counted.vfs(status.totalVfs())
                                    + "; "
                                    + wanted.numVfs()
                                    + " are asked for",
                            "set num_vfs to at most " + status.mostVfs()));
        }
        List<String> changes = SchemaChange.between(wanted.schema(), schema);
        if (!changes.isEmpty()) {
            problems.add(
                    new PlanProblem(
                            PlanProblem.Reason.SCHEMA_CHANGED,
                            "the configuration was checked against another schema than "
                                    + device
                                    + " has: "
                                    + String.join(", ", changes),
                            "check it against the schema of " + device + " again"));
        }
        if (!problems.isEmpty()) {
            throw new PlanException(device, problems);
        }
    }

    private void checkJournal() {
        journal.value()
                .filter(entry -> entry.stage() != Journal.Stage.ATTENTION)
                .ifPresent(entry -> {
                    throw new PlanException(
                            status.device(),
                            List.of(
                                    new PlanProblem(
                                            PlanProblem.Reason.INTERRUPTED,
                                            "an apply begun at "
                                                    + entry.startedAt()
                                                    + " was interrupted: "
                                                    + entry.doing(),
                                            "recover " + status.device() + " first")));
                });
    }

    private Previous previous() {
        if (!status.enabled()) {
            return new Previous.None();
        }
        if (journal.damage().isPresent()) {
            return new Previous.Unknown("an apply was interrupted, and its journal is damaged");
        }
        if (journal.value().isPresent()) {
            return new Previous.Unknown("an earlier apply failed and could not be undone");
        }
        return switch (applied) {
            case Entry.Absent<AppliedConfiguration> _ ->
                    new Previous.Unknown("nothing is recorded about the VFs that exist");
            case Entry.Damaged<AppliedConfiguration>(String reason, String _) ->
                    new Previous.Unknown(reason);
            case Entry.Present<AppliedConfiguration>(AppliedConfiguration record, String _) ->
                    record.state()
                            .contradiction(status)
                            .<Previous>map(found ->
                                    new Previous.Unknown(
                                            "somebody else has created VFs since: " + found))
                            .orElseGet(() -> new Previous.Known(record.config()));
        };
    }

    private List<String> notices() {
        var notices = new ArrayList<String>();
        applied.damage().ifPresent(reason -> notices.add(reason + "; it will be kept aside"));
        journal.damage().ifPresent(reason -> notices.add(reason + "; it will be kept aside"));
        journal.value()
                .ifPresent(entry ->
                        notices.add(
                                "an apply begun at "
                                        + entry.startedAt()
                                        + " failed and could not be undone; this plan"
                                        + " replaces what it left"));
        return notices;
    }

    private boolean isInForce(IovConfig inForce, IovConfig wanted) {
        var values = new EffectiveValues();
        if (inForce.numVfs() != wanted.numVfs()
                || status.vfs().size() != wanted.numVfs()
                || !values.differences(inForce.pf(), wanted.pf()).isEmpty()) {
            return false;
        }
        for (int i = 0; i < wanted.numVfs(); i++) {
            if (!values.differences(inForce.vf(i), wanted.vf(i)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private List<Integer> detached(AppliedConfiguration record) {
        return record.state().vfs().stream()
                .filter(VfSnapshot::attached)
                .map(VfSnapshot::index)
                .filter(index -> status.vf(index).map(vf -> !vf.attached()).orElse(false))
                .toList();
    }

    private List<DeviceDifference> differences(Previous previous, @Nullable IovConfig wanted) {
        IovConfig before = previous.knownConfig().orElse(null);
        var values = new EffectiveValues();
        var differences = new ArrayList<DeviceDifference>();
        DeviceDifference.Change pf =
                wanted == null
                        ? DeviceDifference.Change.REMOVED
                        : before == null
                                ? DeviceDifference.Change.ADDED
                                : DeviceDifference.Change.CHANGED;
        List<ParameterDifference> pfParameters =
                values.differences(
                        before == null ? null : before.pf(), wanted == null ? null : wanted.pf());
        if (pf != DeviceDifference.Change.CHANGED || !pfParameters.isEmpty()) {
            differences.add(new DeviceDifference("PF", pf, pfParameters));
        }
        int now = status.numVfs();
        int then = wanted == null ? 0 : wanted.numVfs();
        for (int i = 0; i < Math.max(now, then); i++) {
            DeviceConfig old = before == null || i >= before.numVfs() ? null : before.vf(i);
            DeviceConfig next = wanted == null || i >= then ? null : wanted.vf(i);
            List<ParameterDifference> parameters = values.differences(old, next);
            DeviceDifference.Change change;
            if (i >= now) {
                change = DeviceDifference.Change.ADDED;
            } else if (i >= then) {
                change = DeviceDifference.Change.REMOVED;
            } else {
                change =
                        old == null || parameters.isEmpty()
                                ? DeviceDifference.Change.RECREATED
                                : DeviceDifference.Change.CHANGED;
            }
            differences.add(new DeviceDifference(IovConfig.vfName(i), change, parameters));
        }
        return differences;
    }

    /// {@return what has changed since a plan was made, one clause; empty where nothing has}
    ///
    /// @param plan a plan for this PF
    public Optional<String> change(Plan plan) {
        Basis then = plan.basis();
        if (then.equals(basis)) {
            return Optional.empty();
        }
        if (journal.value().map(entry -> entry.stage() != Journal.Stage.ATTENTION).orElse(false)) {
            return Optional.of("another apply was begun since, and was interrupted");
        }
        if (!then.records().equals(basis.records())) {
            return Optional.of("another configuration has been applied");
        }
        PfStatus before = then.status();
        if (before.numVfs() != status.numVfs()) {
            return Optional.of(
                    "there were " + Counted.vfs(before.numVfs()) + " and are " + status.numVfs());
        }
        List<String> vfs =
                status.vfs().stream()
                        .filter(vf -> !before.vf(vf.index()).equals(Optional.of(vf)))
                        .map(VfStatus::index)
                        .map(IovConfig::vfName)
                        .limit(5)
                        .collect(Collectors.toList());
        return Optional.of(
                vfs.isEmpty()
                        ? "the state of " + status.device() + " has changed"
                        : String.join(", ", vfs) + " changed its state, driver or users");
    }
}
