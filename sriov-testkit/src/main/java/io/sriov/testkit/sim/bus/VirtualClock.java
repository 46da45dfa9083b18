package io.sriov.testkit.sim.bus;

import java.time.Duration;

/// The time of a simulated machine: it stands still until somebody waits. Not thread-safe.
public final class VirtualClock {
    private Duration now = Duration.ZERO;

    /// {@return the time since the machine was switched on}
    public Duration now() {
        return now;
    }

    /// Lets time pass.
    ///
    /// @param duration how much; not negative
    /// @throws IllegalArgumentException if it is negative, or if more nanoseconds would have passed
    ///   than a `long` counts, which are those of 292 years
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + duration);
        }
        now = counted(duration);
    }

    private Duration counted(Duration duration) {
        try {
            return Duration.ofNanos(Math.addExact(now.toNanos(), duration.toNanos()));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "the clock ends 292 years after it began: " + now + " and " + duration, e);
        }
    }
}
