package io.sriov.testkit.linux;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What the kernel tells udev when something happens to a device: `kobject_uevent_env` in
/// `lib/kobject_uevent.c`. Immutable.
///
/// @param action `add`, `remove`, `change`, `bind`, `unbind` or `move`
/// @param devpath where the device is below `/sys`: `/devices/pci0000:00/0000:00:01.0/0000:03:00.0`
/// @param variables the variables of the message, in its order: ACTION, DEVPATH, SUBSYSTEM, those
///   of the subsystem, and SEQNUM
public record Uevent(String action, String devpath, Map<String, String> variables) {
    /// Copies the map.
    public Uevent {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /// {@return the device's name: the last part of its path}
    public String device() {
        return devpath.substring(devpath.lastIndexOf('/') + 1);
    }

    /// {@return the driver that the device has, by the variable DRIVER}
    public Optional<String> driver() {
        return Optional.ofNullable(variables.get("DRIVER"));
    }

    /// {@return action and device: `bind 0000:03:10.0`}
    @Override
    public String toString() {
        return action + " " + device();
    }
}
