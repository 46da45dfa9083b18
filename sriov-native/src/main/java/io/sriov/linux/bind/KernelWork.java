package io.sriov.linux.bind;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Work on a function that the kernel may never come back from: a write that waits for the
/// function's lock, or for a guest to let go of it, cannot be interrupted.
///
/// Each piece of work has a platform thread of its own and a deadline. When that passes, the caller
/// goes on; the thread stays for as long as the kernel holds it, does not take its next step, and
/// the function is refused meanwhile. Thread-safe.
final class KernelWork {
    private final Sysfs sysfs;
    private final Duration deadline;
    private final Map<PciAddress, Steps> underWay = new ConcurrentHashMap<>();

    /// A piece of work.
    interface Task<T> {
        T run(Steps steps) throws LinuxErrorException;
    }

    /// The work was given up while the kernel held it; nobody waits for its result.
    private static final class GivenUpException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Where a piece of work is.
    static final class Steps {
        private final Sysfs sysfs;
        private boolean givenUp;
        private int taken;
        private String latest = "being begun";

        private Steps(Sysfs sysfs) {
            this.sysfs = sysfs;
        }

        /// Writes an attribute.
        ///
        /// @throws LinuxErrorException when the kernel refuses that
        void write(Path file, String text) throws LinuxErrorException {
            begin("writing " + file);
            sysfs.write(file, text);
            synchronized (this) {
                taken++;
            }
        }

        /// Says what comes next, unless nothing is to come any more.
        synchronized void begin(String step) {
            if (givenUp) {
                throw new GivenUpException();
            }
            latest = step;
        }

        /// {@return whether the kernel has changed anything}
        synchronized boolean changedAnything() {
            return taken > 0;
        }

        private synchronized String giveUp() {
            givenUp = true;
            return latest;
        }

        private synchronized String latest() {
            return latest;
        }
    }

    KernelWork(Sysfs sysfs, Duration deadline) {
        this.sysfs = sysfs;
        this.deadline = deadline;
    }

    /// Does a piece of work, and waits for it without being interruptible.
    ///
    /// @param stuck what to do when the kernel does not come back
    /// @throws HostException as the work throws it; with ETIMEDOUT after the deadline; with EBUSY
    ///   while other work on the function is under way
    <T> T run(Operation operation, PciAddress address, String stuck, Task<T> task)
            throws LinuxErrorException {
        var steps = new Steps(sysfs);
        Steps earlier = underWay.putIfAbsent(address, steps);
        if (earlier != null) {
            throw new HostException(
                    operation,
                    address.toString(),
                    Errno.EBUSY,
                    "another operation on it is under way in the kernel: " + earlier.latest(),
                    "wait until that has ended, then try again");
        }
        var work =
                new FutureTask<T>(() -> {
                    try {
                        return task.run(steps);
                    } finally {
                        underWay.remove(address, steps);
                    }
                });
        Thread.ofPlatform().daemon().name("sriov-" + address).start(work);
        try {
            return await(work);
        } catch (TimeoutException _) {
            throw new HostException(
                    operation,
                    address.toString(),
                    Errno.ETIMEDOUT,
                    "the kernel has not come back for "
                            + deadline.toMillis()
                            + " ms from "
                            + steps.giveUp()
                            + ", and may still do it",
                    stuck);
        } catch (ExecutionException e) {
            throw unwrap(e.getCause());
        }
    }

    private <T> T await(FutureTask<T> work) throws ExecutionException, TimeoutException {
        long end = System.nanoTime() + deadline.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return work.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static LinuxErrorException unwrap(@Nullable Throwable cause) {
        return switch (cause) {
            case LinuxErrorException refusal -> refusal;
            case RuntimeException runtime -> throw runtime;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(cause);
        };
    }
}
