package io.sriov.schema.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// All problems of an input at once, in the order of the text, with the sources they speak of.
///
/// Immutable and thread-safe.
///
/// @param diagnostics the problems
/// @param sources the texts that [Origin#source()] names, so far as they are at hand
public record DiagnosticReport(List<Diagnostic> diagnostics, List<SourceText> sources) {
    private static final Comparator<Origin> BY_PLACE =
            Comparator.comparingInt(Origin::line).thenComparingInt(Origin::column);
    private static final DiagnosticReport EMPTY = new DiagnosticReport(List.of(), List.of());

    public DiagnosticReport {
        diagnostics = List.copyOf(diagnostics);
        sources = List.copyOf(sources);
    }

    /// {@return a report of no problem}
    public static DiagnosticReport empty() {
        return EMPTY;
    }

    /// {@return a report of one problem whose source text is not at hand}
    ///
    /// @param diagnostic the problem
    public static DiagnosticReport of(Diagnostic diagnostic) {
        return new DiagnosticReport(List.of(diagnostic), List.of());
    }

    /// {@return a report of problems found in any order, in the order of the text where they are
    /// all of one source}
    ///
    /// @param diagnostics the problems
    /// @param sources the texts they speak of
    public static DiagnosticReport inTextOrder(
            List<Diagnostic> diagnostics, List<SourceText> sources) {
        boolean oneSource =
                diagnostics.stream().map(d -> d.origin().source()).distinct().limit(2).count() < 2;
        return new DiagnosticReport(
                oneSource
                        ? diagnostics.stream()
                                .sorted(Comparator.comparing(Diagnostic::origin, BY_PLACE))
                                .toList()
                        : diagnostics,
                sources);
    }

    /// {@return whether the input is refused}
    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(Diagnostic::isError);
    }

    /// {@return how many problems refuse the input}
    public int errorCount() {
        return (int) diagnostics.stream().filter(Diagnostic::isError).count();
    }

    /// {@return the problems of this report followed by those of another}
    ///
    /// @param other the report to append
    public DiagnosticReport and(DiagnosticReport other) {
        var all = new ArrayList<>(diagnostics);
        all.addAll(other.diagnostics);
        var texts = new ArrayList<>(sources);
        texts.addAll(other.sources);
        return new DiagnosticReport(all, texts);
    }

    /// {@return the source line a diagnostic speaks of, where it is at hand}
    ///
    /// @param diagnostic one of this report's problems
    public Optional<String> sourceLine(Diagnostic diagnostic) {
        return source(diagnostic).flatMap(source -> source.line(diagnostic.origin().line()));
    }

    /// {@return what surrounds the place a diagnostic speaks of, where its source is at hand}
    ///
    /// @param diagnostic one of this report's problems
    /// @param widest the most characters
    Optional<SourceExcerpt> excerpt(Diagnostic diagnostic, int widest) {
        Origin origin = diagnostic.origin();
        return source(diagnostic)
                .flatMap(source -> source.excerpt(origin.line(), origin.column(), widest));
    }

    private Optional<SourceText> source(Diagnostic diagnostic) {
        return sources.stream()
                .filter(source -> source.name().equals(diagnostic.origin().source()))
                .findFirst();
    }

    /// {@return the report as text for people, without colour; see [DiagnosticText]}
    @Override
    public String toString() {
        return DiagnosticText.plain().format(this);
    }
}
