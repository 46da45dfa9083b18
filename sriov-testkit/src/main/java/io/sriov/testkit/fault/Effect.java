package io.sriov.testkit.fault;

import io.sriov.host.Errno;
import java.time.Duration;
import java.util.Objects;

/// What happens at a call instead of, or besides, what the caller expects. Immutable.
public sealed interface Effect {

    /// The call fails with an errno.
    ///
    /// @param errno the errno
    /// @param afterwards whether it has its effect all the same, and fails then
    record Failure(Errno errno, boolean afterwards) implements Effect {
        /// Requires an errno.
        public Failure {
            Objects.requireNonNull(errno, "errno");
        }

        @Override
        public String toString() {
            return "fails with " + errno + (afterwards ? " after its effect" : "");
        }
    }

    /// There is less than there should be: fewer VFs, PFs, names or characters.
    ///
    /// @param missing how many are missing at the end, at least 1; where there are not as many,
    ///   nothing is left
    record ShortResult(int missing) implements Effect {
        /// @throws IllegalArgumentException if nothing is missing
        public ShortResult {
            requirePositive(missing);
        }

        @Override
        public String toString() {
            return "is short of " + missing;
        }
    }

    /// The call takes its time.
    ///
    /// @param duration how long, on the clock of the host; not negative
    record Delay(Duration duration) implements Effect {
        /// @throws IllegalArgumentException if the duration is negative
        public Delay {
            Objects.requireNonNull(duration, "duration");
            if (duration.isNegative()) {
                throw new IllegalArgumentException("time does not go back: " + duration);
            }
        }

        @Override
        public String toString() {
            return "takes " + duration.toMillis() + " ms";
        }
    }

    /// The call does not come back until it is released; then it does what it should.
    record Hang() implements Effect {
        @Override
        public String toString() {
            return "hangs";
        }
    }

    /// The device is gone from here on.
    record DeviceRemoval() implements Effect {
        @Override
        public String toString() {
            return "finds the device removed";
        }
    }

    /// The call reports success, and nothing has changed.
    record LostChange() implements Effect {
        @Override
        public String toString() {
            return "does not stick";
        }
    }

    /// The process dies.
    ///
    /// @param afterwards whether the call has had its effect by then
    /// @param lostWrites how many of the last changes to records are lost with it, as where a disk
    ///   has told that it had them and had not; 0 where the store keeps what it promises
    record Crash(boolean afterwards, int lostWrites) implements Effect {
        /// Before the call has its effect, and nothing is lost.
        public static final Crash BEFORE = new Crash(false, 0);

        /// After the call has had its effect, and nothing is lost.
        public static final Crash AFTER = new Crash(true, 0);

        /// @throws IllegalArgumentException if fewer than none are lost
        public Crash {
            if (lostWrites < 0) {
                throw new IllegalArgumentException("lost writes: " + lostWrites);
            }
        }

        @Override
        public String toString() {
            return "kills the process "
                    + (afterwards ? "after" : "before")
                    + " its effect"
                    + (lostWrites == 0 ? "" : ", and loses " + lostWrites + " changes of records");
        }
    }

    /// The process dies while a record is written, of which only the beginning is there then.
    ///
    /// @param missing how many characters are missing, at least 1
    record TornWrite(int missing) implements Effect {
        /// @throws IllegalArgumentException if nothing is missing
        public TornWrite {
            requirePositive(missing);
        }

        @Override
        public String toString() {
            return "kills the process with " + missing + " characters unwritten";
        }
    }

    /// A register reads all ones, as where the device does not answer (PCIe 6.0 §2.3.2).
    record AllOnes() implements Effect {
        @Override
        public String toString() {
            return "reads all ones";
        }
    }

    private static void requirePositive(int missing) {
        if (missing < 1) {
            throw new IllegalArgumentException(missing + " missing: it must be 1 at least");
        }
    }
}
