package io.sriov.cli;

import io.sriov.schema.diagnostic.DiagnosticReport;
import java.util.List;

/// A command ends here; what is wrong is said by the exception.
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient DiagnosticReport report;
    private final transient List<Failure> failures;

    private CommandException(String message, DiagnosticReport report, List<Failure> failures) {
        super(message, null, false, false);
        this.report = report;
        this.failures = List.copyOf(failures);
    }

    /// Creates the exception for a failure.
    ///
    /// @param failure what failed
    CommandException(Failure failure) {
        this(failure.message(), DiagnosticReport.empty(), List.of(failure));
    }

    /// Creates the exception for several failures at once.
    ///
    /// @param failures what failed; at least one
    CommandException(List<Failure> failures) {
        this(failures.getFirst().message(), DiagnosticReport.empty(), failures);
    }

    /// Creates the exception for inputs that are not valid.
    ///
    /// @param report what is wrong with them
    CommandException(DiagnosticReport report) {
        this("the input is not valid", report, List.of());
    }

    /// {@return the same, with another detail to each failure}
    ///
    /// @param detail what more there is to say
    CommandException with(String detail) {
        return failures.isEmpty()
                ? this
                : new CommandException(
                        failures.stream().map(failure -> failure.with(detail)).toList());
    }

    /// Says what is wrong.
    ///
    /// @param problems where to
    void tell(Problems problems) {
        problems.report(report);
        failures.forEach(problems::failure);
    }

    /// {@return the failures; empty where inputs are not valid}
    List<Failure> failures() {
        return failures;
    }
}
