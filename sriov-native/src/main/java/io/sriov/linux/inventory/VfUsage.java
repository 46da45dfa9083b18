package io.sriov.linux.inventory;

import io.sriov.host.VfUse;
import java.util.List;
import java.util.Optional;

/// Who uses a VF, as far as the caller may know.
///
/// @param uses who does; empty where nobody is seen to
/// @param unknown why somebody might use it unseen, one clause for people with what to do about it;
///   empty where nobody can
public record VfUsage(List<VfUse> uses, Optional<String> unknown) {
    /// Copies the list.
    public VfUsage {
        uses = List.copyOf(uses);
    }

    /// {@return whether nobody uses the VF for certain}
    public boolean free() {
        return uses.isEmpty() && unknown.isEmpty();
    }
}
