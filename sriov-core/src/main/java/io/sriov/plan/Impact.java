package io.sriov.plan;

import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import java.util.List;

/// Whom a plan harms. Immutable and thread-safe.
///
/// @param destroyed the VFs that are destroyed, as they were when the plan was made
public record Impact(List<VfStatus> destroyed) {

    /// Copies the list.
    public Impact {
        destroyed = List.copyOf(destroyed);
    }

    /// {@return the VFs among them that somebody uses}
    public List<VfStatus> inUse() {
        return destroyed.stream().filter(vf -> !vf.uses().isEmpty()).toList();
    }

    /// {@return the VFs among them that the kernel does not let go of, consent or not}
    public List<VfStatus> held() {
        return destroyed.stream()
                .filter(vf -> vf.uses().stream().anyMatch(VfUse::exclusive))
                .toList();
    }

    /// {@return whether the plan is carried out only with the consent of whoever asks for it}
    public boolean consentNeeded() {
        return !inUse().isEmpty();
    }

    /// {@return whether the plan cannot be carried out before those who hold VFs have let go}
    public boolean blocked() {
        return !held().isEmpty();
    }
}
