package io.sriov.record;

import io.sriov.schema.config.IovConfig;
import java.time.Instant;

/// A configuration that was applied, and what had come of it when it had been verified.
///
/// @param config the configuration, with the schema it was checked against
/// @param state the VFs as they were read back
/// @param at when
public record AppliedConfiguration(IovConfig config, PfSnapshot state, Instant at) {}
