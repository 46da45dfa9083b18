package io.sriov.host;

/// Somebody who uses a VF, so that destroying it would harm them.
///
/// @param holder who, for people: `guest vm1 through ppt0`, `interface ixv0 is up`
/// @param exclusive whether the kernel refuses to detach the VF as long as this use lasts, consent
///   or not
public record VfUse(String holder, boolean exclusive) {}
