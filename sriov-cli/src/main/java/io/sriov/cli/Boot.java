package io.sriov.cli;

import io.sriov.Interruption;
import io.sriov.Sriov;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Outcome;
import io.sriov.apply.Recovery;
import io.sriov.host.SriovException;
import io.sriov.schema.config.ConfigDocument;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// `-C --boot` and `-D --boot`: what the system's start and stop do with a list of files.
///
/// Each file is for itself. Before a PF is configured, what an interrupted command left on it is
/// put right; VFs that this has brought back may be replaced at once where nobody uses them,
/// because they are those of before the interruption. What could not be put right is told, and VFs
/// that it left are kept, so that the start fails; where there are none, as after a power failure,
/// the configuration is applied. Before VFs are destroyed nothing is put right, and a PF that has
/// none is what was wanted.
final class Boot implements Verb {

    @Override
    public int run(Invocation invocation) {
        Arguments arguments = invocation.arguments();
        boolean done =
                arguments.patience().isZero()
                        || attempt(invocation, () -> new PfArrival(invocation).await());
        for (String word : arguments.files()) {
            done &= attempt(invocation, () -> runAll(word, invocation));
        }
        return done ? 0 : 1;
    }

    /// Tells of what goes wrong, and lets the rest go on.
    private static boolean attempt(Invocation invocation, BooleanSupplier part) {
        try {
            return part.getAsBoolean();
        } catch (CommandException e) {
            e.tell(invocation.problems());
        } catch (SriovException e) {
            invocation.problems().failure(Failure.of(String.valueOf(e.getMessage())));
        }
        return false;
    }

    /// A file, or all of a directory.
    private static boolean runAll(String word, Invocation invocation) {
        Arguments arguments = invocation.arguments();
        boolean done = true;
        for (Path file : ConfigFiles.named(arguments.about(word, arguments.replace()))) {
            done &= attempt(invocation, () -> run(file.toString(), invocation));
        }
        return done;
    }

    private static boolean run(String file, Invocation invocation) {
        Arguments arguments = invocation.arguments().about(file, invocation.arguments().replace());
        ConfigDocument document = ConfigFiles.read(arguments).getFirst();
        String device = document.device().orElseThrow();
        if (arguments.action() == Action.DELETE) {
            return hasNoVfs(device, invocation)
                    || new Delete().run(invocation.with(arguments)) == 0;
        }
        boolean recovered = recover(device, invocation);
        Arguments allowed = arguments.about(file, arguments.replace() || recovered);
        return new Configure().run(invocation.with(allowed)) == 0;
    }

    private static boolean hasNoVfs(String device, Invocation invocation) {
        try (Sriov sriov = Hosts.open(invocation)) {
            return !Pf.of(device).open(sriov.host()).status().enabled();
        }
    }

    /// Puts right what was interrupted. What nobody could put right is told, and again at each
    /// start until the PF has a configuration again.
    ///
    /// @return whether this has brought VFs back that may be replaced at once
    private static boolean recover(String device, Invocation invocation) {
        try (Sriov sriov = Hosts.open(invocation)) {
            String recorded = Pf.of(device).open(sriov.host()).device();
            Optional<Interruption> left =
                    sriov.interruptions().stream()
                            .filter(one -> one.device().equals(recorded))
                            .findFirst();
            if (left.isEmpty()) {
                return false;
            }
            if (left.get().needsAttention()) {
                invocation.problems().notice(device, left.get().found());
                return false;
            }
            return sriov.recover(device, ApplyOptions.defaults())
                    .map(done -> tell(device, done, invocation.problems()))
                    .orElse(false);
        }
    }

    /// Tells what came of a recovery; whether all is right now.
    private static boolean tell(String device, Recovery recovery, Problems problems) {
        if (recovery.outcome() instanceof Outcome.NeedsAttention attention) {
            problems.notice(
                    device,
                    recovery.found()
                            + "; it could not be put right: "
                            + attention.cause().message());
            attention.differences().forEach(one -> problems.notice(device, one.toString()));
            attention.remarks().forEach(remark -> problems.notice(device, remark));
            return false;
        }
        problems.notice(device, recovery.found() + "; it has been put right");
        return true;
    }
}
