package io.sriov;

import io.sriov.apply.Applier;
import io.sriov.apply.ApplyException;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Outcome;
import io.sriov.apply.Recovery;
import io.sriov.apply.TimeSource;
import io.sriov.host.Finding;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.HostPlatforms;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.plan.Plan;
import io.sriov.plan.PlanException;
import io.sriov.plan.PlanProblem;
import io.sriov.plan.Planner;
import io.sriov.plan.Step;
import io.sriov.record.Entry;
import io.sriov.record.Journal;
import io.sriov.record.PfRecords;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The SR-IOV devices of one host: what there is, what may be configured, and configuring it.
///
/// ```java
/// try (Sriov sriov = Sriov.open("sim")) {
///     Plan plan = sriov.plan(config);
///     System.out.println(plan.toText());
///     Outcome outcome = sriov.apply(plan, ApplyOptions.defaults());
/// }
/// ```
///
/// Thread-safe; applies to one PF exclude each other, in this process and across processes that
/// share the host's records.
public final class Sriov implements AutoCloseable {
    private final Host host;
    private final Applier applier;

    private Sriov(Host host, TimeSource time) {
        this.host = host;
        this.applier = new Applier(host.records(), time);
    }

    /// Opens a host's devices. Nothing is changed by that: an apply that was interrupted earlier is
    /// told by [#interruptions()] and put right by [#recover(ApplyOptions)].
    ///
    /// @param host the host; closing what is returned closes it
    public static Sriov open(Host host) {
        return new Sriov(host, TimeSource.system());
    }

    /// Opens a host's devices with other clocks than the machine's.
    ///
    /// @param host the host; closing what is returned closes it
    /// @param time where times come from
    public static Sriov open(Host host, TimeSource time) {
        return new Sriov(host, time);
    }

    /// Opens the devices of a host by its name, among the installed platforms.
    ///
    /// @param host `NAME` or `NAME:ARGUMENT`, as for `iovctl --host`
    /// @throws HostException when there is no such platform, or it cannot be opened
    public static Sriov open(String host) {
        return open(HostPlatforms.installed().open(host));
    }

    /// {@return the host}
    public Host host() {
        return host;
    }

    /// Looks whether the host has what it takes to create VFs and to give them away: the machine,
    /// its PFs, and the records. Nothing is changed.
    ///
    /// @return what was found, good and bad; what cannot be asked is a finding, too
    public List<Finding> examine() {
        return new Examination(this).findings();
    }

    /// {@return every PF with its VFs, by device name; one that goes away meanwhile is left out}
    ///
    /// @throws HostException when the host or one of its PFs cannot be asked; [#readings()] tells
    ///   of the others then
    public List<PfStatus> inventory() {
        return readings().stream()
                .map(reading ->
                        switch (reading) {
                            case PfReading.Read(PfStatus status) -> status;
                            case PfReading.Unread(String _, HostException failure) -> throw failure;
                        })
                .toList();
    }

    /// Reads every PF, all at the same time: one that the kernel does not come back from keeps none
    /// of the others from being read, and is waited for once.
    ///
    /// @return what came of it, by device name; a PF that goes away meanwhile is left out
    /// @throws HostException when the host cannot be asked which PFs there are
    public List<PfReading> readings() {
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Optional<PfReading>>> readings =
                    host.physicalFunctions().stream()
                            .map(pf -> CompletableFuture.supplyAsync(() -> read(pf), readers))
                            .toList();
            return readings.stream()
                    .map(CompletableFuture::join)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private Optional<PfReading> read(PhysicalFunction pf) {
        try {
            return Optional.of(new PfReading.Read(pf.status()));
        } catch (HostException e) {
            boolean there =
                    host.physicalFunctions().stream()
                            .anyMatch(one -> one.device().equals(pf.device()));
            return there ? Optional.of(new PfReading.Unread(pf.device(), e)) : Optional.empty();
        }
    }

    /// {@return a PF with its VFs}
    ///
    /// @param device the PF's device name
    /// @throws HostException when there is no such PF, or the kernel cannot be asked
    public PfStatus status(String device) {
        return host.physicalFunction(device).status();
    }

    /// {@return the schema that a PF's driver publishes}
    ///
    /// @param device the PF's device name
    /// @throws HostException when there is no such PF, or the kernel does not give it
    public PfSchema schema(String device) {
        return host.physicalFunction(device).schema();
    }

    /// Plans that a configuration be in force on the PF that it names. It is, when it was applied
    /// last, the VFs of then are still there, and what the kernel gives back of their parameters
    /// reads as declared.
    ///
    /// @param config the configuration
    /// @return the plan; empty where the configuration is in force already, whatever would keep it
    ///   from being applied now
    /// @throws PlanException when it cannot be applied to the PF, or an earlier apply has to be
    ///   recovered first
    /// @throws HostException when there is no such PF, or the kernel or the records cannot be asked
    public Plan plan(IovConfig config) {
        return plan(host.physicalFunction(config.device()), config);
    }

    private Plan plan(PhysicalFunction pf, IovConfig config) {
        String device = pf.device();
        IovConfig named = config.device().equals(device) ? config : config.withDevice(device);
        Planner planner = planner(pf);
        Plan plan = planner.plan(named, pf.schema());
        if (plan.steps().stream().noneMatch(step -> step instanceof Step.CreateVfs)) {
            List<ParameterMismatch> changed = pf.compare(named);
            if (changed.isEmpty()) {
                return plan;
            }
            plan = planner.planAnew(named, changed);
        }
        List<Diagnostic> diagnostics = pf.check(named);
        List<PlanProblem> problems =
                diagnostics.stream().filter(Diagnostic::isError).map(Sriov::problem).toList();
        if (!problems.isEmpty()) {
            throw new PlanException(device, problems);
        }
        return plan.withNotices(diagnostics.stream().map(Sriov::notice).toList());
    }

    private static String notice(Diagnostic warning) {
        return warning.origin()
                + ": "
                + warning.message()
                + warning.hint().map(hint -> "; " + hint).orElse("");
    }

    private static PlanProblem problem(Diagnostic error) {
        return new PlanProblem(
                PlanProblem.Reason.DRIVER_RULE,
                error.origin() + ": " + error.message(),
                error.hint().orElse("change the configuration"));
    }

    /// Plans several configurations; all of them, before anything is thrown.
    ///
    /// @param configs the configurations, each for another PF
    /// @return their plans, in the same order
    /// @throws PlanException when one cannot be applied; the message names the first, and the
    ///   others are suppressed exceptions of it
    /// @throws HostException as for [#plan(IovConfig)], likewise
    public List<Plan> plan(List<IovConfig> configs) {
        var plans = new ArrayList<Plan>();
        var failures = new ArrayList<RuntimeException>();
        Set<String> devices = new HashSet<>();
        for (IovConfig config : configs) {
            try {
                PhysicalFunction pf = host.physicalFunction(config.device());
                if (!devices.add(pf.device())) {
                    throw new PlanException(
                            pf.device(),
                            List.of(
                                    new PlanProblem(
                                            PlanProblem.Reason.REPEATED_DEVICE,
                                            "two configurations are for " + pf.device(),
                                            "give one configuration for each PF")));
                }
                plans.add(plan(pf, config));
            } catch (PlanException | HostException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.getFirst();
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        return List.copyOf(plans);
    }

    /// Plans that all VFs of a PF be removed.
    ///
    /// @param device the PF's device name
    /// @return the plan; empty where there are no VFs
    /// @throws PlanException when an earlier apply has to be recovered first
    /// @throws HostException when there is no such PF, or the kernel or the records cannot be asked
    public Plan planRemoval(String device) {
        return planner(host.physicalFunction(device)).planRemoval();
    }

    /// Carries out a plan without consent to destroy VFs in use.
    ///
    /// @param plan the plan
    /// @return what came of it
    /// @throws ApplyException when the plan is stale or needs consent; nothing was touched
    /// @throws HostException when somebody else is changing the PF, or the kernel or the records
    ///   cannot be asked; nothing was touched
    public Outcome apply(Plan plan) {
        return apply(plan, ApplyOptions.defaults());
    }

    /// Carries out a plan.
    ///
    /// @param plan the plan
    /// @param options consent, and who listens
    /// @return what came of it
    /// @throws ApplyException when the plan is stale or needs consent that is not given; nothing
    ///   was touched
    /// @throws HostException when somebody else is changing the PF, or the kernel or the records
    ///   cannot be asked; nothing was touched
    public Outcome apply(Plan plan, ApplyOptions options) {
        return applier.apply(host.physicalFunction(plan.device()), plan, options);
    }

    /// Carries out several plans, each for another PF, one after the other.
    ///
    /// All are checked before the first is begun. Each PF is for itself: one that fails is
    /// restored, those before it stay as they are, and those after it are not tried.
    ///
    /// @param plans the plans
    /// @param options consent, and who listens
    /// @return what came of them
    /// @throws ApplyException when one of them is stale, needs consent that is not given, or is for
    ///   the same PF as another; nothing was touched
    /// @throws HostException as for [#apply(Plan, ApplyOptions)]; raised for a plan after the
    ///   first, those before it have been carried out
    public BatchOutcome applyAll(List<Plan> plans, ApplyOptions options) {
        Set<String> devices = new HashSet<>();
        for (Plan plan : plans) {
            if (!devices.add(plan.device())) {
                throw ApplyException.repeatedDevice(plan.device());
            }
            applier.check(host.physicalFunction(plan.device()), plan, options);
        }
        var outcomes = new ArrayList<Outcome>();
        for (int i = 0; i < plans.size(); i++) {
            Outcome outcome = apply(plans.get(i), options);
            outcomes.add(outcome);
            if (!outcome.committed()) {
                return new BatchOutcome(outcomes, plans.subList(i + 1, plans.size()));
            }
        }
        return new BatchOutcome(outcomes, List.of());
    }

    /// {@return the applies that have not ended and that nobody is carrying out, by device name}
    ///
    /// @throws HostException when the records cannot be read
    public List<Interruption> interruptions() {
        var interruptions = new ArrayList<Interruption>();
        for (String device : PfRecords.journalled(host.records())) {
            var records = new PfRecords(host.records(), device);
            Optional<RecordStore.Lock> lock = records.tryLock();
            if (lock.isEmpty()) {
                continue;
            }
            try (RecordStore.Lock _ = lock.get()) {
                switch (records.journal()) {
                    case Entry.Absent<Journal> _ -> {}
                    case Entry.Damaged<Journal>(String reason, String _) ->
                            interruptions.add(
                                    new Interruption(
                                            device,
                                            "an apply was interrupted, and its journal is damaged",
                                            false,
                                            Optional.of(reason)));
                    case Entry.Present<Journal>(Journal journal, String _) ->
                            interruptions.add(
                                    new Interruption(
                                            device,
                                            journal.summary(),
                                            journal.stage() == Journal.Stage.ATTENTION,
                                            Optional.empty()));
                }
            }
        }
        return List.copyOf(interruptions);
    }

    /// Puts right what interrupted applies have left: completes those that had been done and
    /// verified, and restores the state before the others. Applies that are being carried out right
    /// now are left alone.
    ///
    /// Safe to call at any time and any number of times, also after being interrupted itself.
    ///
    /// @param options consent to destroy VFs of an interrupted apply that somebody uses since; who
    ///   listens
    /// @return what was found and what came of it, by device name; empty where nothing was left
    /// @throws HostException when the kernel or the records cannot be asked; those before have been
    ///   recovered, and calling it again goes on
    public List<Recovery> recover(ApplyOptions options) {
        var recoveries = new ArrayList<Recovery>();
        var failures = new ArrayList<HostException>();
        for (String device : PfRecords.journalled(host.records())) {
            try {
                recover(device, options).ifPresent(recoveries::add);
            } catch (HostException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            HostException first = failures.getFirst();
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        return List.copyOf(recoveries);
    }

    /// Puts right what an interrupted apply to one PF has left; see [#recover(ApplyOptions)].
    ///
    /// @param device the PF's device name
    /// @param options consent, and who listens
    /// @return what was found and what came of it; empty where nothing was left, or somebody is
    ///   applying right now
    /// @throws HostException when there is no such PF, or the kernel or the records cannot be asked
    public Optional<Recovery> recover(String device, ApplyOptions options) {
        return applier.recover(host.physicalFunction(device), options);
    }

    private Planner planner(PhysicalFunction pf) {
        var records = new PfRecords(host.records(), pf.device());
        Entry<Journal> journal = records.journal();
        boolean unended =
                journal.value()
                        .map(entry -> entry.stage() != Journal.Stage.ATTENTION)
                        .orElse(false);
        if (unended) {
            Optional<RecordStore.Lock> lock = records.tryLock();
            if (lock.isEmpty()) {
                throw new PlanException(
                        pf.device(),
                        List.of(
                                new PlanProblem(
                                        PlanProblem.Reason.IN_PROGRESS,
                                        "a configuration is being applied to it right now",
                                        "wait until that is done, then plan again")));
            }
            try (RecordStore.Lock _ = lock.get()) {
                journal = records.journal();
            }
        }
        return new Planner(pf.status(), records.applied(), journal);
    }

    /// Closes the host.
    @Override
    public void close() {
        host.close();
    }
}
