package io.sriov.plan;

import io.sriov.host.SriovException;
import java.util.List;
import java.util.stream.Collectors;

/// A configuration cannot be planned for its PF. Nothing was touched.
public final class PlanException extends SriovException {
    private static final long serialVersionUID = 1L;

    private final String device;
    private final transient List<PlanProblem> problems;

    /// Creates the exception.
    ///
    /// @param device the PF's device name
    /// @param problems what is wrong, all of it; at least one
    public PlanException(String device, List<PlanProblem> problems) {
        super(
                problems.stream()
                        .map(problem -> problem.message() + "; " + problem.remedy())
                        .collect(Collectors.joining(". ", "cannot plan for " + device + ": ", "")),
                null);
        this.device = device;
        this.problems = List.copyOf(problems);
    }

    /// {@return the PF's device name}
    public String device() {
        return device;
    }

    /// {@return what is wrong, all of it}
    public List<PlanProblem> problems() {
        return problems;
    }
}
