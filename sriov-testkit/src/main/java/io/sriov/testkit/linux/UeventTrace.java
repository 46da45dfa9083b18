package io.sriov.testkit.linux;

import java.util.ArrayList;
import java.util.List;

/// The uevents while the trace was open, in order. Thread-safe.
public final class UeventTrace implements AutoCloseable {
    private final Uevents source;
    private final List<Uevent> events = new ArrayList<>();

    UeventTrace(Uevents source) {
        this.source = source;
    }

    synchronized void add(Uevent event) {
        events.add(event);
    }

    /// {@return the uevents so far}
    public synchronized List<Uevent> events() {
        return List.copyOf(events);
    }

    /// Stops recording; what was recorded stays.
    @Override
    public void close() {
        source.stop(this);
    }
}
