package io.sriov.plan;

import io.sriov.host.PfStatus;

/// What a plan was made from. A plan holds only as long as this does.
///
/// @param status the PF as it was
/// @param records what was recorded about it, in a few characters
public record Basis(PfStatus status, String records) {}
