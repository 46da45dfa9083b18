package io.sriov.testkit.sim.bus;

import io.sriov.pci.RoutingId;

/// Stands between software and the hardware of a [SimulatedBus], and decides what becomes of each
/// configuration access.
///
/// What it passes on goes through [SimulatedBus#hardware(RoutingId)]. It is called in the thread
/// that makes the access, where a kernel is on the bus under that kernel's lock, so it calls no
/// kernel itself.
public interface AccessInterceptor {
    /// Every access reaches the hardware.
    AccessInterceptor NONE =
            new AccessInterceptor() {
                @Override
                public long read(SimulatedBus bus, RoutingId function, int offset, int width) {
                    return bus.hardware(function).read(offset, width);
                }

                @Override
                public void write(
                        SimulatedBus bus, RoutingId function, int offset, int width, long value) {
                    bus.hardware(function).write(offset, width, value);
                }
            };

    /// {@return what software reads}
    ///
    /// @param bus the bus
    /// @param function the function that is addressed, whether or not one answers
    /// @param offset the register, in bytes from the start of configuration space
    /// @param width 1, 2 or 4 bytes
    long read(SimulatedBus bus, RoutingId function, int offset, int width);

    /// Software writes.
    ///
    /// @param bus the bus
    /// @param function the function that is addressed, whether or not one answers
    /// @param offset the register, in bytes from the start of configuration space
    /// @param width 1, 2 or 4 bytes
    /// @param value what is written, unsigned
    void write(SimulatedBus bus, RoutingId function, int offset, int width, long value);

    /// A kernel whose processes make many small calls has done one, and returns to the process, in
    /// whose thread this is called: the process dies here, if it is to, between two calls.
    default void returns() {}
}
