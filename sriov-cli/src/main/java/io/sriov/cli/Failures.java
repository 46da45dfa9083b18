package io.sriov.cli;

import io.sriov.apply.ApplyException;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.SriovException;
import io.sriov.plan.PlanException;
import io.sriov.plan.PlanProblem;
import java.util.ArrayList;
import java.util.List;

/// Refusals in the words of iovctl(8): what was tried and the errno's text, `Failed to delete VFs:
/// Device busy`; what else is known follows below that line.
final class Failures {
    /// What iovctl(8) says when `IOV_CONFIG` fails.
    static final String CONFIGURE = "Failed to configure SR-IOV";

    /// What iovctl(8) says when `IOV_DELETE` fails.
    static final String DELETE = "Failed to delete VFs";

    private Failures() {}

    /// {@return a refusal as an exception that ends the command}
    ///
    /// @param what what iovctl says was tried
    /// @param e the refusal
    static CommandException exception(String what, SriovException e) {
        return new CommandException(of(what, e));
    }

    /// {@return a refusal}
    ///
    /// @param what what iovctl says was tried
    /// @param e the refusal
    static Failure of(String what, SriovException e) {
        return switch (e) {
            case HostException host ->
                    with(what, host.device(), host.errno(), List.of(message(host)));
            case PlanException plan -> of(what, plan);
            case ApplyException apply ->
                    with(what, apply.device(), Errno.EBUSY, List.of(message(apply)));
        };
    }

    private static Failure of(String what, PlanException e) {
        var details = new ArrayList<String>();
        Errno errno = Errno.EINVAL;
        for (PlanProblem problem : e.problems()) {
            switch (problem.reason()) {
                case INTERRUPTED -> {
                    errno = Errno.EBUSY;
                    details.add(problem.message());
                    details.add(Interrupted.remedy(e.device()));
                }
                case IN_PROGRESS -> {
                    errno = Errno.EBUSY;
                    details.add(problem.message() + "; " + problem.remedy());
                }
                case WRONG_DEVICE, TOO_MANY_VFS, SCHEMA_CHANGED, DRIVER_RULE, REPEATED_DEVICE ->
                        details.add(problem.message() + "; " + problem.remedy());
            }
        }
        return with(what, e.device(), errno, details);
    }

    /// {@return a refusal with an errno}
    ///
    /// @param what what iovctl says was tried
    /// @param device on which PF
    /// @param errno the kernel's reason, or what it would be
    /// @param details what else is known
    static Failure with(String what, String device, Errno errno, List<String> details) {
        return new Failure(what + ": " + errno.freebsdText(), device, errno, details);
    }

    private static String message(SriovException e) {
        return String.valueOf(e.getMessage());
    }
}
