package io.sriov.linux.sys;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.pci.PciAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Work on a function that the kernel may never come back from: a write that waits for the
/// function's lock, or for a guest to let go of it, cannot be interrupted.
///
/// Each piece of work has a platform thread of its own and a deadline, which begins anew whenever
/// the work is seen to go on. When it passes, the caller goes on; the thread stays for as long as
/// the kernel holds it, does not take its next step, and the function is refused meanwhile.
/// Thread-safe.
public final class KernelWork {
    /// How often it is looked whether the work goes on.
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Sysfs sysfs;
    private final Duration deadline;
    private final Map<PciAddress, Steps> underWay = new ConcurrentHashMap<>();
    private final Map<String, FutureTask<?>> unread = new ConcurrentHashMap<>();

    /// A piece of work.
    ///
    /// @param <T> what comes of it
    public interface Task<T> {
        /// {@return what comes of the work}
        ///
        /// @param steps through which attributes are written
        /// @throws LinuxErrorException when the kernel refuses
        T run(Steps steps) throws LinuxErrorException;
    }

    /// The work was given up while the kernel held it; nobody waits for its result.
    private static final class GivenUpException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Where a piece of work is. Thread-safe.
    public static final class Steps {
        private final Sysfs sysfs;
        private boolean givenUp;
        private int taken;
        private String latest = "being begun";

        private Steps(Sysfs sysfs) {
            this.sysfs = sysfs;
        }

        /// Writes an attribute.
        ///
        /// @param file the attribute
        /// @param text what to write
        /// @throws LinuxErrorException when the kernel refuses that
        public void write(Path file, String text) throws LinuxErrorException {
            begin("writing " + file);
            sysfs.write(file, text);
            synchronized (this) {
                taken++;
            }
        }

        /// Says what comes next, unless nothing is to come any more.
        ///
        /// @param step what comes next, `writing FILE`
        public synchronized void begin(String step) {
            if (givenUp) {
                throw new GivenUpException();
            }
            latest = step;
        }

        /// {@return whether the kernel has changed anything}
        public synchronized boolean changedAnything() {
            return taken > 0;
        }

        private synchronized String giveUp() {
            givenUp = true;
            return latest;
        }

        private synchronized String latest() {
            return latest;
        }

        private synchronized Optional<String> stuck() {
            return givenUp ? Optional.of(latest) : Optional.empty();
        }
    }

    /// Prepares for work.
    ///
    /// @param sysfs the attributes of devices
    /// @param deadline how long the kernel may take without being seen to go on
    public KernelWork(Sysfs sysfs, Duration deadline) {
        this.sysfs = sysfs;
        this.deadline = deadline;
    }

    /// {@return what the kernel has not come back from on a function, although nobody waits for it
    /// any more; empty where there is nothing of the kind}
    ///
    /// @param address the function
    public Optional<String> stuck(PciAddress address) {
        return Optional.ofNullable(underWay.get(address)).flatMap(Steps::stuck);
    }

    /// {@return every function that the kernel has not come back from, although nobody waits for it
    /// any more, with what it is at}
    public Map<PciAddress, String> stuck() {
        Map<PciAddress, String> stuck = new HashMap<>();
        underWay.forEach(
                (address, steps) -> steps.stuck().ifPresent(what -> stuck.put(address, what)));
        return Map.copyOf(stuck);
    }

    /// Does a piece of work that is not seen to go on, as [#run(Operation, PciAddress, String,
    /// LongSupplier, Task)].
    ///
    /// @param <T> what comes of it
    /// @param operation what it is for
    /// @param address the function
    /// @param stuck what to do when the kernel does not come back, one clause
    /// @param task the work
    /// @return what comes of it
    /// @throws LinuxErrorException as the work throws it
    public <T> T run(Operation operation, PciAddress address, String stuck, Task<T> task)
            throws LinuxErrorException {
        return run(operation, address, stuck, () -> 0, task);
    }

    /// Does a piece of work, and waits for it without being interruptible.
    ///
    /// @param <T> what comes of it
    /// @param operation what it is for
    /// @param address the function
    /// @param stuck what to do when the kernel does not come back, one clause
    /// @param progress a number that changes while the work goes on, read by the waiting thread
    /// @param task the work
    /// @return what comes of it
    /// @throws LinuxErrorException as the work throws it
    /// @throws HostException as the work throws it; with ETIMEDOUT after the deadline; with EBUSY
    ///   while other work on the function is under way
    public <T> T run(
            Operation operation,
            PciAddress address,
            String stuck,
            LongSupplier progress,
            Task<T> task)
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
        try {
            Thread.ofPlatform().daemon().name("sriov-" + address).start(work);
        } catch (RuntimeException | Error e) {
            underWay.remove(address, steps);
            throw e;
        }
        try {
            return await(work, progress);
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

    /// Reads what the kernel keeps locked as long as somebody, in whatever process, changes it: a
    /// function while its VFs are created or destroyed, network interfaces while one is set up.
    /// Waits without being interruptible. Any number may read at once, but where one was given up,
    /// others are refused until the kernel has come back from it.
    ///
    /// @param <T> what is read
    /// @param operation what it is for
    /// @param subject what is read
    /// @param waitsFor what the kernel may be waiting for, one clause
    /// @param progress a number that changes while the reading, or that which is waited for, goes
    ///   on; read by the waiting thread
    /// @param reading reads
    /// @return what was read
    /// @throws HostException with ETIMEDOUT after the deadline
    public <T> T read(
            Operation operation,
            String subject,
            String waitsFor,
            LongSupplier progress,
            Supplier<T> reading) {
        FutureTask<?> earlier = unread.get(subject);
        if (earlier != null && !earlier.isDone()) {
            throw unread(operation, subject, waitsFor);
        }
        var work = new FutureTask<T>(reading::get);
        Thread.ofPlatform().daemon().name("sriov-read-" + subject).start(work);
        try {
            return await(work, progress);
        } catch (TimeoutException _) {
            unread.put(subject, work);
            throw unread(operation, subject, waitsFor);
        } catch (ExecutionException e) {
            throw new IllegalStateException(unwrap(e.getCause()));
        }
    }

    private HostException unread(Operation operation, String subject, String waitsFor) {
        return new HostException(
                operation,
                subject,
                Errno.ETIMEDOUT,
                "the kernel has not come back for "
                        + deadline.toMillis()
                        + " ms from reading it: "
                        + waitsFor,
                "see dmesg for what that waits for");
    }

    private <T> T await(FutureTask<T> work, LongSupplier progress)
            throws ExecutionException, TimeoutException {
        long end = System.nanoTime() + deadline.toNanos();
        long seen = progress.getAsLong();
        boolean interrupted = false;
        try {
            while (true) {
                long left = end - System.nanoTime();
                try {
                    return work.get(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    long now = progress.getAsLong();
                    if (now != seen) {
                        seen = now;
                        end = System.nanoTime() + deadline.toNanos();
                    } else if (left <= LOOK.toNanos()) {
                        throw e;
                    }
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
