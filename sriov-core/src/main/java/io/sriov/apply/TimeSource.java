package io.sriov.apply;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Where times come from.
///
/// @param wall the time of day, for records
/// @param nanos a clock that never goes back, in nanoseconds from any origin, for durations
public record TimeSource(InstantSource wall, LongSupplier nanos) {

    /// {@return the clocks of this machine}
    public static TimeSource system() {
        return new TimeSource(InstantSource.system(), System::nanoTime);
    }
}
