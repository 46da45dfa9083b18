package io.sriov.apply;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Does steps one after the other, and keeps the evidence. Confined to one thread.
final class StepLog {
    private static final System.Logger LOG = System.getLogger(StepLog.class.getName());

    private final String device;
    private final ApplyListener listener;
    private final TimeSource time;
    private final List<StepEvidence> evidence = new ArrayList<>();

    StepLog(String device, ApplyListener listener, TimeSource time) {
        this.device = device;
        this.listener = listener;
        this.time = time;
    }

    /// Does a step and keeps what came of it.
    ///
    /// @param action the step; what it returns is kept as read back
    /// @throws StepFailedException when it throws
    void run(StepEvidence.Phase phase, String name, Supplier<String> action)
            throws StepFailedException {
        tell(() -> listener.started(device, name));
        long start = time.nanos().getAsLong();
        try {
            String readBack = action.get();
            keep(phase, name, start, readBack, Optional.empty());
        } catch (RuntimeException e) {
            Failure failure = Failure.of(e);
            keep(phase, name, start, "", Optional.of(failure));
            throw new StepFailedException(failure);
        }
    }

    /// Reads back, compares, and keeps what came of it.
    ///
    /// @return the comparison, deviations or not
    /// @throws StepFailedException when nothing could be read
    Comparison compare(StepEvidence.Phase phase, String name, Supplier<Comparison> reading)
            throws StepFailedException {
        tell(() -> listener.started(device, name));
        long start = time.nanos().getAsLong();
        try {
            Comparison comparison = reading.get();
            keep(phase, name, start, comparison.readBack(), comparison.failure());
            return comparison;
        } catch (RuntimeException e) {
            Failure failure = Failure.of(e);
            keep(phase, name, start, "", Optional.of(failure));
            throw new StepFailedException(failure);
        }
    }

    List<StepEvidence> evidence() {
        return List.copyOf(evidence);
    }

    private void keep(
            StepEvidence.Phase phase,
            String name,
            long start,
            String readBack,
            Optional<Failure> failure) {
        var done =
                new StepEvidence(
                        phase,
                        name,
                        Duration.ofNanos(time.nanos().getAsLong() - start),
                        readBack,
                        failure);
        evidence.add(done);
        tell(() -> listener.finished(device, done));
    }

    private static void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a listener failed", e);
        }
    }

    /// What was read back, and what differs from what should be.
    record Comparison(String readBack, List<Deviation> deviations) {
        Optional<Failure> failure() {
            if (deviations.isEmpty()) {
                return Optional.empty();
            }
            var message = new StringBuilder("what reads back is not what was asked for");
            for (Deviation deviation : deviations.subList(0, Math.min(3, deviations.size()))) {
                message.append("; ").append(deviation);
            }
            if (deviations.size() > 3) {
                message.append("; and ").append(deviations.size() - 3).append(" more");
            }
            return Optional.of(
                    Failure.of(message.toString(), "look for the reason on the system's console"));
        }
    }
}
