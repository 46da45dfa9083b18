package io.sriov.testkit.sim.bus;

import io.sriov.pci.RoutingId;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The state of a bus at one moment: every register that is not as after reset. Immutable; equal
/// snapshots mean equal registers.
///
/// @param time the time since the machine was switched on
/// @param changed dwords by offset, by function; functions and registers as after reset are absent
public record BusSnapshot(Duration time, SortedMap<RoutingId, SortedMap<Integer, Long>> changed) {
    /// Copies the maps.
    public BusSnapshot {
        SortedMap<RoutingId, SortedMap<Integer, Long>> copy = new TreeMap<>();
        changed.forEach((id, registers) -> {
            if (!registers.isEmpty()) {
                copy.put(id, Collections.unmodifiableSortedMap(new TreeMap<>(registers)));
            }
        });
        changed = Collections.unmodifiableSortedMap(copy);
    }
}
