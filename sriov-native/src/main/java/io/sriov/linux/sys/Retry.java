package io.sriov.linux.sys;

import java.time.Duration;
import java.util.function.Predicate;

/// How to try again what fails for the moment only: each pause is twice the one before it.
/// Thread-safe if its sleeper is.
///
/// @param attempts how often to try in all, positive
/// @param firstPause the pause after the first attempt
/// @param longestPause what no pause exceeds
/// @param sleeper what pauses
public record Retry(int attempts, Duration firstPause, Duration longestPause, Sleeper sleeper) {
    /// Ten attempts within about 3 seconds, which is longer than drivers need to reset a VF.
    public static final Retry OF_VF =
            new Retry(10, Duration.ofMillis(10), Duration.ofSeconds(1), Thread::sleep);

    /// Sixteen attempts within about 9 seconds, which is longer than drivers need to reset a PF.
    public static final Retry OF_PF =
            new Retry(16, Duration.ofMillis(10), Duration.ofSeconds(1), Thread::sleep);

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
    ///
    /// @param <E> how it fails
    @FunctionalInterface
    public interface Attempt<E extends Exception> {
        /// Tries.
        ///
        /// @throws E when it fails
        void run() throws E;
    }

    /// Tries until it succeeds, fails for good, the attempts are used up, or the thread is
    /// interrupted; then the thread's interrupt status is set.
    ///
    /// @param <E> how it fails
    /// @param failure how it fails
    /// @param passing whether a failure is for the moment only
    /// @param attempt what is tried
    /// @throws E the last failure
    public <E extends Exception> void run(
            Class<E> failure, Predicate<E> passing, Attempt<E> attempt) throws E {
        Duration pause = firstPause;
        for (int left = attempts - 1; ; left--) {
            try {
                attempt.run();
                return;
            } catch (Exception e) {
                if (left == 0
                        || !failure.isInstance(e)
                        || !passing.test(failure.cast(e))
                        || !slept(pause)) {
                    throw e;
                }
            }
            pause = min(pause.multipliedBy(2), longestPause);
        }
    }

    /// What is waited for.
    ///
    /// @param <E> what it fails with
    @FunctionalInterface
    public interface Condition<E extends Exception> {
        /// {@return whether it is so}
        ///
        /// @throws E when it cannot be asked
        boolean holds() throws E;
    }

    /// Asks until something is so, the patience is used up, or the thread is interrupted; then the
    /// thread's interrupt status is set. The number of attempts plays no part.
    ///
    /// @param condition what is waited for
    /// @param patience how long the pauses may be together
    /// @return whether it is so
    /// @param <E> what the condition fails with
    /// @throws E when it cannot be asked
    public <E extends Exception> boolean await(Condition<E> condition, Duration patience) throws E {
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

    /// Pauses once for as long as any pause lasts, or until the thread is interrupted; then its
    /// interrupt status is set.
    public void pause() {
        boolean _ = slept(longestPause);
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

    /// {@return the same with no more attempts than have their pauses within a limit, one at least}
    ///
    /// @param limit what the pauses together do not exceed
    public Retry within(Duration limit) {
        int fitting = 1;
        Duration pause = firstPause;
        Duration left = limit.minus(min(pause, longestPause));
        while (fitting < attempts && !left.isNegative()) {
            fitting++;
            pause = min(pause.multipliedBy(2), longestPause);
            left = left.minus(pause);
        }
        return new Retry(fitting, firstPause, longestPause, sleeper);
    }
}
