package io.sriov.testkit.sim.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What was read and written on a bus while the trace was open, in order. Not thread-safe.
public final class AccessTrace implements AutoCloseable {
    private final SimulatedBus bus;
    private final List<ConfigAccess> accesses = new ArrayList<>();

    AccessTrace(SimulatedBus bus) {
        this.bus = bus;
    }

    void add(ConfigAccess access) {
        accesses.add(access);
    }

    /// {@return the accesses so far, in order}
    public List<ConfigAccess> accesses() {
        return List.copyOf(accesses);
    }

    /// {@return the accesses so far that satisfy a condition, in order}
    ///
    /// @param condition which to keep
    public List<ConfigAccess> accesses(Predicate<ConfigAccess> condition) {
        return accesses.stream().filter(condition).toList();
    }

    /// Stops recording; what was recorded stays.
    @Override
    public void close() {
        bus.stop(this);
    }
}
