package io.sriov.testkit.fault;

/// When a fault happens at accesses to registers, and which: see [Faults#on(AccessSelector)]. Not
/// thread-safe.
public final class AccessOccasion extends Occasion<AccessOccasion> {
    private final Faults faults;
    private final AccessSelector accesses;

    AccessOccasion(Faults faults, AccessSelector accesses) {
        this.faults = faults;
        this.accesses = accesses;
    }

    @Override
    AccessOccasion self() {
        return this;
    }

    @Override
    Fault program(Effect effect) {
        return has(effect);
    }

    /// Something happens.
    ///
    /// @param effect what
    /// @return the fault
    /// @throws IllegalArgumentException if no selected access admits it
    public Fault has(Effect effect) {
        return faults.program(
                accesses.toString(), accesses.kinds(), accesses::selects, this, effect);
    }

    /// The register reads all ones, as where the device does not answer.
    ///
    /// @return the fault
    /// @throws IllegalArgumentException if no read is selected
    public Fault readsAllOnes() {
        return has(new Effect.AllOnes());
    }

    /// The process in whose system call the access is made dies. The kernel finishes the call
    /// before.
    ///
    /// @return the fault
    public Fault crashes() {
        return has(Effect.Crash.AFTER);
    }
}
