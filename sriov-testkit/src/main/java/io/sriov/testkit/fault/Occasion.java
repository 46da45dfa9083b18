package io.sriov.testkit.fault;

import java.time.Duration;

/// At which of the selected calls or accesses a fault happens, counted from when it is programmed;
/// at all of them unless said. Only those count that admit what is to happen: see
/// [CallKind#admits(Effect)]. Not thread-safe.
///
/// @param <S> the kind of occasion
public abstract sealed class Occasion<S extends Occasion<S>> permits CallOccasion, AccessOccasion {
    private int from = 1;
    private int until = Integer.MAX_VALUE;
    private int every = 1;

    Occasion() {}

    abstract S self();

    abstract Fault program(Effect effect);

    /// Only the call of a number.
    ///
    /// @param number which one, from 1
    /// @return this
    public S nth(int number) {
        return between(number, number);
    }

    /// The call of a number and those after it.
    ///
    /// @param number the first one, from 1
    /// @return this
    /// @throws IllegalArgumentException if it is behind the last one
    public S from(int number) {
        return between(number, until);
    }

    /// The call of a number and those before it.
    ///
    /// @param number the last one, from 1
    /// @return this
    /// @throws IllegalArgumentException if it is before the first one
    public S until(int number) {
        return between(from, number);
    }

    private S between(int first, int last) {
        from = positive(first);
        until = positive(last);
        if (first > last) {
            throw new IllegalArgumentException(
                    "no call is from number " + first + " and up to number " + last);
        }
        return self();
    }

    /// Only each call whose number can be divided by another.
    ///
    /// @param divisor the divisor, from 1
    /// @return this
    public S every(int divisor) {
        every = positive(divisor);
        return self();
    }

    static int positive(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("calls are counted from 1, not from " + number);
        }
        return number;
    }

    boolean includes(int number) {
        return number >= from && number <= until && number % every == 0;
    }

    /// {@return the numbers in words, empty for all of them}
    String numbers() {
        if (from == until) {
            return " number " + from;
        }
        return (from > 1 ? " from number " + from : "")
                + (until < Integer.MAX_VALUE ? " up to number " + until : "")
                + (every > 1 ? ", every " + every : "");
    }

    /// The call takes its time, on the clock of the host, and does what it should.
    ///
    /// @param duration how long; not negative
    /// @return the fault
    public Fault delays(Duration duration) {
        return program(new Effect.Delay(duration));
    }

    /// The call does not come back until [Fault#release()]; then it does what it should.
    ///
    /// An access to a register hangs as a kernel does that holds its lock and waits for the bus:
    /// until it is released, every other call that needs the machine waits too, for other PFs as
    /// well. A call of a port hangs before it comes to the machine, which goes on.
    ///
    /// @return the fault
    public Fault hangs() {
        return program(new Effect.Hang());
    }

    /// The device is gone from there on, until [Faults#returnDevices()].
    ///
    /// Removed at a call of a port, the kernel knows: it has no such PF any more (ENOENT, ENXIO).
    /// Removed at an access to a register, the kernel does not: the function and its VFs read all
    /// ones and lose what is written.
    ///
    /// @return the fault
    public Fault removesDevice() {
        return program(new Effect.DeviceRemoval());
    }

    /// The call reports success and changes nothing.
    ///
    /// @return the fault
    /// @throws IllegalArgumentException if no selected call changes anything
    public Fault doesNotStick() {
        return program(new Effect.LostChange());
    }
}
