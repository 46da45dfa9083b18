package com.example.controller;

import io.sriov.Sriov;
import io.sriov.apply.ApplyException;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Outcome;
import io.sriov.host.HandOver;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.plan.Plan;
import io.sriov.plan.PlanException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The VFs of one PF, lent to VMs. For one thread at a time.
///
/// The ledger says what is wanted, and is written first; the PF is made to follow. A crash between
/// the two is put right when the pool is opened again.
public final class VfPool {
    private final Sriov sriov;
    private final String device;
    private final LedgerFile file;
    private Ledger ledger;

    // snippet: open
    /// Opens the pool, goes on where the last process stopped, and creates the VFs where they are
    /// not there yet.
    ///
    /// @param sriov the host's devices
    /// @param device the PF
    /// @param size how many VFs the pool has when it is new
    /// @param file where the ledger is kept
    /// @throws RefusedException when the VFs cannot be what the ledger says
    public static VfPool open(Sriov sriov, String device, int size, Path file)
            throws RefusedException {
        sriov.recover(device, ApplyOptions.defaults());
        var pool = new VfPool(sriov, device, size, new LedgerFile(file));
        pool.follow(pool.ledger);
        return pool;
    }

    // end

    private VfPool(Sriov sriov, String device, int size, LedgerFile file) {
        this.sriov = sriov;
        this.device = device;
        this.file = file;
        this.ledger = file.read(size);
    }

    // snippet: acquire
    /// Lends VFs to a VM. The same request again gets the same VFs.
    ///
    /// @return how the VM takes each of them, such as options of its hypervisor
    /// @throws RefusedException when there are not enough, or running VMs would lose theirs
    public List<HandOver> acquire(VmRequest request) throws RefusedException {
        List<Integer> held = ledger.vfsOf(request.vm());
        if (held.isEmpty()) {
            change(
                    ledger.lend(request)
                            .orElseThrow(() ->
                                    new RefusedException(
                                            request.vm()
                                                    + " needs "
                                                    + request.vfs()
                                                    + " VFs, and fewer are free; "
                                                    + holders())));
        } else if (held.size() != request.vfs()) {
            throw new RefusedException(
                    request.vm() + " has VFs " + held + " already; release them first");
        }
        return handOvers(request.vm());
    }

    /// Writes down what is wanted, makes the PF follow, and takes it back where that fails.
    private void change(Ledger wanted) throws RefusedException {
        Ledger before = ledger;
        Plan plan = plan(wanted);
        keep(wanted);
        try {
            apply(plan);
        } catch (RefusedException e) {
            keep(before);
            throw e;
        }
    }

    // end

    private void keep(Ledger wanted) {
        file.write(wanted);
        ledger = wanted;
    }

    private void follow(Ledger wanted) throws RefusedException {
        apply(plan(wanted));
    }

    // snippet: plan
    private Plan plan(Ledger wanted) throws RefusedException {
        try {
            Plan plan = sriov.plan(PoolConfig.of(wanted, device, sriov.schema(device)));
            if (plan.impact().consentNeeded() || plan.impact().blocked()) {
                throw new RefusedException(
                        "the VFs of "
                                + device
                                + " would have to be created again, and running VMs have some; "
                                + holders());
            }
            return plan;
        } catch (PlanException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    private void apply(Plan plan) throws RefusedException {
        if (plan.isEmpty()) {
            return;
        }
        try {
            switch (sriov.apply(plan)) {
                case Outcome.Committed _ -> {}
                case Outcome.Restored back -> throw new RefusedException(back.cause().message());
                case Outcome.NeedsAttention open ->
                        throw new RefusedException("look at " + device + ": " + open.toText());
            }
        } catch (ApplyException | HostException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    // end

    /// {@return how a VM takes its VFs; none where it has none}
    ///
    /// @param vm the VM's name
    public List<HandOver> handOvers(String vm) {
        PfStatus status = sriov.status(device);
        return ledger.vfsOf(vm).stream()
                .flatMap(vf -> status.vf(vf).stream())
                .flatMap(vf -> vf.handOvers().stream())
                .toList();
    }

    /// {@return the numbers of the VFs that a VM has}
    ///
    /// @param vm the VM's name
    public List<Integer> vfsOf(String vm) {
        return ledger.vfsOf(vm);
    }

    // snippet: release
    /// Takes back what a VM has. Its VFs stay as they are until somebody needs others.
    ///
    /// @param vm the VM's name
    /// @throws RefusedException when the VM still holds one
    public void release(String vm) throws RefusedException {
        PfStatus status = sriov.status(device);
        for (int vf : ledger.vfsOf(vm)) {
            if (status.vf(vf).map(found -> !found.uses().isEmpty()).orElse(false)) {
                throw new RefusedException(vm + " still uses VF " + vf + "; stop it first");
            }
        }
        keep(ledger.takeBack(vm));
    }

    // end

    private String holders() {
        return ledger.slots().stream()
                .map(Ledger.Slot::vm)
                .filter(vm -> !vm.isEmpty())
                .distinct()
                .map(vm -> vm + " has " + ledger.vfsOf(vm))
                .collect(Collectors.joining(", "));
    }
}
