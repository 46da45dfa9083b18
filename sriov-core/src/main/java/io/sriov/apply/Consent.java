package io.sriov.apply;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The consent to destroy VFs that somebody uses: given per device, for named VFs or for all of it.
/// Immutable and thread-safe.
///
/// No consent makes a kernel let go of a VF that it holds on to; see
/// [io.sriov.host.VfUse#exclusive()].
public final class Consent {
    private static final Consent NONE = new Consent(Map.of(), Set.of());

    private final Map<String, Set<Integer>> vfs;
    private final Set<String> devices;

    private Consent(Map<String, Set<Integer>> vfs, Set<String> devices) {
        this.vfs = vfs;
        this.devices = devices;
    }

    /// {@return no consent: only VFs that nobody uses may be destroyed}
    public static Consent none() {
        return NONE;
    }

    /// {@return the consent to destroy every VF of a device, used or not}
    ///
    /// @param device the PF's device name
    public static Consent forDevice(String device) {
        return new Consent(Map.of(), Set.of(device));
    }

    /// {@return the consent to destroy some VFs of a device, used or not}
    ///
    /// @param device the PF's device name
    /// @param indexes the VFs' numbers
    public static Consent forVfs(String device, Set<Integer> indexes) {
        return new Consent(Map.of(device, Set.copyOf(indexes)), Set.of());
    }

    /// {@return this consent and another one}
    ///
    /// @param other the other
    public Consent and(Consent other) {
        Map<String, Set<Integer>> both = new HashMap<>(vfs);
        other.vfs.forEach((device, indexes) ->
                both.merge(
                        device,
                        indexes,
                        (a, b) -> {
                            var union = new HashSet<>(a);
                            union.addAll(b);
                            return Set.copyOf(union);
                        }));
        var all = new HashSet<>(devices);
        all.addAll(other.devices);
        return new Consent(Map.copyOf(both), Set.copyOf(all));
    }

    /// {@return whether a VF may be destroyed although somebody uses it}
    ///
    /// @param device the PF's device name
    /// @param index the VF's number
    public boolean covers(String device, int index) {
        return devices.contains(device) || vfs.getOrDefault(device, Set.of()).contains(index);
    }
}
