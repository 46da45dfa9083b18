package io.sriov;

import java.util.Optional;

/// An apply that has not ended and that nobody is carrying out.
///
/// @param device the PF's device name
/// @param found what had been done, one sentence for people
/// @param needsAttention whether it has ended in failure and awaits somebody's attention, so that
///   plans may be made; otherwise it was interrupted and must be recovered before
/// @param damage why the journal cannot be read, where it cannot
public record Interruption(
        String device, String found, boolean needsAttention, Optional<String> damage) {}
