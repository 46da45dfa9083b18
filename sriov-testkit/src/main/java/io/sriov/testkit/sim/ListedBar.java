package io.sriov.testkit.sim;

/// A BAR of a function as the kernel remembers it.
///
/// @param enabled whether the function decodes memory
/// @param value the address, with the kind of BAR in the low 4 bits where a register holds it; a
///   VF's has none
/// @param length how many bytes it has
public record ListedBar(boolean enabled, long value, long length) {}
