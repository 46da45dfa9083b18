package io.sriov.testkit.arbitraries;

import io.sriov.schema.diagnostic.DiagnosticCode;

/// A text that is no configuration for a schema, for one mistake.
///
/// @param text the text, JSON
/// @param code what is to be said of the mistake
/// @param line where, from 1: the parameter's line, or its section's where it is missing
public record InvalidConfig(String text, DiagnosticCode code, int line) {}
