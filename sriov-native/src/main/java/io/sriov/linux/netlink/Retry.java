package io.sriov.linux.netlink;

import java.time.Duration;

/// How to try again what fails for the moment only: each pause is twice the one before it.
/// Thread-safe if its sleeper is.
///
/// @param attempts how often to try in all, positive
/// @param firstPause the pause after the first attempt
/// @param longestPause what no pause exceeds
/// @param sleeper what pauses
public record Retry(int attempts, Duration firstPause, Duration longestPause, Sleeper sleeper) {
    /// Ten attempts within about 3 seconds, which is longer than drivers need to reset a VF.
    public static final Retry STANDARD =
            new Retry(10, Duration.ofMillis(10), Duration.ofSeconds(1), Thread::sleep);

    public Retry {
        if (attempts < 1) {
            throw new IllegalArgumentException("no attempt");
        }
    }

    /// What pauses.
    @FunctionalInterface
    public interface Sleeper {
        /// Pauses.
        ///
        /// @param pause how long
        /// @throws InterruptedException when the thread is interrupted
        void sleep(Duration pause) throws InterruptedException;
    }

    /// What is tried.
    @FunctionalInterface
    interface Attempt {
        void run() throws NetlinkException;
    }

    /// Tries until it succeeds, fails for good, the attempts are used up, or the thread is
    /// interrupted; then the thread's interrupt status is set.
    ///
    /// @param attempt what is tried
    /// @throws NetlinkException the last failure
    void run(Attempt attempt) throws NetlinkException {
        Duration pause = firstPause;
        for (int left = attempts - 1; ; left--) {
            try {
                attempt.run();
                return;
            } catch (NetlinkRefusalException e) {
                if (left == 0 || !e.transientFailure() || !slept(pause)) {
                    throw e;
                }
            }
            pause = min(pause.multipliedBy(2), longestPause);
        }
    }

    /// What is waited for.
    @FunctionalInterface
    interface Condition {
        boolean holds() throws NetlinkException;
    }

    /// Asks until something is so, the patience is used up, or the thread is interrupted; then the
    /// thread's interrupt status is set. The number of attempts plays no part.
    ///
    /// @param condition what is waited for
    /// @param patience how long the pauses may be together
    /// @return whether it is so
    /// @throws NetlinkException when it cannot be asked
    boolean await(Condition condition, Duration patience) throws NetlinkException {
        Duration pause = firstPause;
        Duration left = patience;
        while (!condition.holds()) {
            if (!left.isPositive() || !slept(pause)) {
                return false;
            }
            left = left.minus(min(pause, longestPause));
            pause = min(pause.multipliedBy(2), longestPause);
        }
        return true;
    }

    private boolean slept(Duration pause) {
        try {
            sleeper.sleep(min(pause, longestPause));
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
