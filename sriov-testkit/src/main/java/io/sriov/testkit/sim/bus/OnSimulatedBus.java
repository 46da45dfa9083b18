package io.sriov.testkit.sim.bus;

import java.time.Duration;

/// A host whose hardware is a [SimulatedBus]. Thread-safe, as the host is.
public interface OnSimulatedBus {
    /// Puts something between the host's kernel and its hardware, in place of what was there.
    ///
    /// @param interceptor decides what becomes of accesses from now on
    void intercept(AccessInterceptor interceptor);

    /// Lets the hardware's time pass.
    ///
    /// @param duration how much; not negative
    void advance(Duration duration);
}
