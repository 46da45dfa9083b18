package io.sriov.schema.file;

import io.sriov.schema.PfSchema;
import io.sriov.schema.diagnostic.DiagnosticReport;
import java.util.Optional;

/// What came of reading a schema. Immutable and thread-safe.
///
/// @param schema the schema; present exactly where the report has no error
/// @param report every problem
public record SchemaResult(Optional<PfSchema> schema, DiagnosticReport report) {}
