package io.sriov.testkit.sim;

import io.sriov.host.RecordStore;
import io.sriov.testkit.sim.bus.AccessInterceptor;
import java.util.function.Function;

/// Where a simulated host's kernel lives: in memory, or in a state file between operations.
/// Thread-safe.
interface KernelAccess {
    /// Asks the kernel something that changes nothing.
    <T> T read(Function<SimulatedKernel, T> question);

    /// Has the kernel do something, and keeps what it changed, also where the operation fails.
    <T> T change(Function<SimulatedKernel, T> operation);

    /// Puts something between the kernel and its hardware, in place of what was there.
    void intercept(AccessInterceptor interceptor);

    RecordStore records();

    /// As in `iovctl --host`.
    String hostName();
}
