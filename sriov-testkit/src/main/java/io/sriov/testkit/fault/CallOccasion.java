package io.sriov.testkit.fault;

import io.sriov.host.Errno;

/// When a fault happens at calls of ports, and which: see [Faults#on(CallSelector)]. Not
/// thread-safe.
public final class CallOccasion extends Occasion<CallOccasion> {
    private final Faults faults;
    private final CallSelector calls;

    CallOccasion(Faults faults, CallSelector calls) {
        this.faults = faults;
        this.calls = calls;
    }

    @Override
    CallOccasion self() {
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
    /// @throws IllegalArgumentException if no selected call admits it
    public Fault has(Effect effect) {
        return faults.program(
                calls.toString(),
                calls.kinds(),
                access -> calls.selects(access.call()),
                this,
                effect);
    }

    /// The call fails and has no effect.
    ///
    /// @param errno with what
    /// @return the fault
    public Fault fails(Errno errno) {
        return has(new Effect.Failure(errno, false));
    }

    /// The call has its effect, and fails all the same.
    ///
    /// @param errno with what
    /// @return the fault
    public Fault failsAfterwards(Errno errno) {
        return has(new Effect.Failure(errno, true));
    }

    /// There is less than there should be, at the end: fewer VFs are created or told of, fewer PFs
    /// or names of records are told, a record has fewer characters.
    ///
    /// @param missing how many are missing, at least 1
    /// @return the fault
    /// @throws IllegalArgumentException if there is nothing of which there could be less
    public Fault givesShort(int missing) {
        return has(new Effect.ShortResult(missing));
    }

    /// The process dies before the call has any effect.
    ///
    /// @return the fault
    public Fault crashes() {
        return has(Effect.Crash.BEFORE);
    }

    /// The process dies when the call has had its effect.
    ///
    /// @return the fault
    public Fault crashesAfterwards() {
        return has(Effect.Crash.AFTER);
    }

    /// The process dies when the call has had its effect, and the machine loses what it wrote last.
    ///
    /// @param writes how many of the last changes of records are lost
    /// @return the fault
    public Fault crashesLosing(int writes) {
        return has(new Effect.Crash(true, writes));
    }

    /// The process dies while it writes a record, of which only the beginning is there then. A
    /// store that keeps what [io.sriov.host.RecordStore] promises does not let it come to that.
    ///
    /// @param missing how many characters are missing, at least 1
    /// @return the fault
    /// @throws IllegalArgumentException if no record is written there
    public Fault tears(int missing) {
        return has(new Effect.TornWrite(missing));
    }
}
