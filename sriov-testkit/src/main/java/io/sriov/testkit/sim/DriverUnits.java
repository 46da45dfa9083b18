package io.sriov.testkit.sim;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// The unit numbers that are taken of each driver; a device gets the lowest free one, as
/// devclass_add_device does.
final class DriverUnits {
    private final Map<String, BitSet> taken = new HashMap<>();

    DriverUnit next(String driver) {
        BitSet units = taken.computeIfAbsent(driver, _ -> new BitSet());
        DriverUnit unit = new DriverUnit(driver, units.nextClearBit(0));
        units.set(unit.unit());
        return unit;
    }

    /// {@return whether the unit was free and is taken now}
    boolean take(DriverUnit unit) {
        BitSet units = taken.computeIfAbsent(unit.driver(), _ -> new BitSet());
        boolean free = !units.get(unit.unit());
        units.set(unit.unit());
        return free;
    }

    void release(DriverUnit unit) {
        taken.computeIfAbsent(unit.driver(), _ -> new BitSet()).clear(unit.unit());
    }
}
