package io.sriov.apply;

/// What was found of an interrupted apply, and what came of putting it right.
///
/// @param device the PF's device name
/// @param found what had been done when the apply was interrupted, one sentence
/// @param outcome `Committed` when all had been done and the apply was completed; `Restored` when
///   the state before is in force again; `NeedsAttention` when neither could be brought about
public record Recovery(String device, String found, Outcome outcome) {}
