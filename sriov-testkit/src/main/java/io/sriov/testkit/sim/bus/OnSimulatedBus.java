package io.sriov.testkit.sim.bus;

import io.sriov.apply.TimeSource;
import io.sriov.host.Host;
import java.time.Duration;
import java.util.function.Function;

/// A host whose hardware is a [SimulatedBus]. Thread-safe.
public interface OnSimulatedBus extends Host {
    /// Puts something between the host's kernel and its hardware, in place of what was there.
    ///
    /// @param interceptor decides what becomes of accesses from now on
    void intercept(AccessInterceptor interceptor);

    /// Does something with the hardware while the kernel does not use it.
    ///
    /// @param operation what to do; the bus must not be kept beyond it
    /// @param <T> what it gives
    /// @return what it gave
    <T> T onBus(Function<SimulatedBus, T> operation);

    /// Lets the hardware's time pass.
    ///
    /// @param duration how much; not negative
    void advance(Duration duration);

    /// {@return the machine's own time, for what is applied to it: an apply on a device that takes
    /// 22 seconds shows 22 seconds and takes none}
    ///
    /// The machine was switched on at the beginning of 1970, UTC.
    TimeSource time();
}
