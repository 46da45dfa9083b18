package io.sriov.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What systemd says of its units.
final class Systemd {
    /// The unit that applies configurations.
    static final String SRIOV = "sriov.service";

    /// The same unit with other configurations: one with a mistake, one for a PF that never comes,
    /// and a good one.
    static final String SRIOV_MISSING = "sriov-missing.service";

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

    /// {@return what was there when the network was configured: each VF as its PF, its number and
    /// its driver}
    static List<String> networkFound() throws IOException {
        return Files.readAllLines(Path.of("/run/network-found"));
    }
}
