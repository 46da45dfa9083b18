package io.sriov.schema.wire;

import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.DiagnosticReport;
import java.util.List;
import java.util.Optional;

/// What an nvlist holds, or why it holds nothing. Immutable and thread-safe.
///
/// @param value the schema or configuration; present exactly where the report has no error
/// @param report every problem
/// @param <T> what was read
public record Decoded<T>(Optional<T> value, DiagnosticReport report) {

    /// {@return the schema or configuration}
    ///
    /// @throws IllegalArgumentException where there is none; the message names every problem
    public T orElseThrow() {
        return value.orElseThrow(() -> new IllegalArgumentException(report.toString()));
    }

    static <T> Decoded<T> of(T value, List<Diagnostic> warnings) {
        return new Decoded<>(Optional.of(value), new DiagnosticReport(warnings, List.of()));
    }

    static <T> Decoded<T> failed(List<Diagnostic> problems) {
        return new Decoded<>(Optional.empty(), new DiagnosticReport(problems, List.of()));
    }
}
