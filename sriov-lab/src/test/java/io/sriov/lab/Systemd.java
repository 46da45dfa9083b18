package io.sriov.lab;

import java.time.Duration;

/// What systemd says of its units.
final class Systemd {
    /// The unit that applies configurations.
    static final String SRIOV = "sriov.service";

    private Systemd() {}

    /// {@return a property of a unit, by its name in systemctl(1)}
    static String property(String unit, String name) {
        return Program.run("systemctl", "show", "--value", "-p", name, unit).strip();
    }

    /// {@return the state of a unit: `active`, `failed`, ...}
    static String state(String unit) {
        return property(unit, "ActiveState");
    }

    /// {@return a moment in a unit's life, since the kernel has started}
    ///
    /// @param name `ActiveEnter`, for example
    static Duration when(String unit, String name) {
        long micros = Long.parseLong(property(unit, name + "TimestampMonotonic"));
        if (micros == 0) {
            throw new AssertionError(unit + " has not come to " + name);
        }
        return Duration.ofNanos(1000 * micros);
    }

    /// {@return what a unit has said since the machine was booted, without systemd's own words}
    static String said(String unit) {
        Program.run("journalctl", "--sync");
        return Program.run("journalctl", "-o", "cat", "--no-pager", "_SYSTEMD_UNIT=" + unit);
    }
}
