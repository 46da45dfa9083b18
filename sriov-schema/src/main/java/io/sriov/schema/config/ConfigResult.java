package io.sriov.schema.config;

import io.sriov.schema.diagnostic.DiagnosticReport;
import java.util.Optional;

/// What came of checking a configuration against a schema. Immutable and thread-safe.
///
/// @param config the configuration; present exactly where the report has no error
/// @param report every problem
public record ConfigResult(Optional<IovConfig> config, DiagnosticReport report) {}
