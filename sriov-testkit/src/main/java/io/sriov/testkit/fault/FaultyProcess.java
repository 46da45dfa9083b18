package io.sriov.testkit.fault;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.RecordStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A process that uses a host: what happens at its calls, and what is left of it when it dies.
/// Thread-safe.
final class FaultyProcess {
    private final Faults faults;
    private final Consumer<Duration> clock;
    private final Set<RecordStore.Lock> locks = new HashSet<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private @Nullable String diedAt;

    /// @param clock lets the host's time pass
    FaultyProcess(Faults faults, Consumer<Duration> clock) {
        this.faults = faults;
        this.clock = clock;
    }

    /// A call that the process makes.
    ///
    /// @param about the number of a VF, for calls about one
    record Site(CallKind kind, String subject, OptionalInt about, OptionalInt offset) {
        static Site of(CallKind kind, String subject) {
            return new Site(kind, subject, OptionalInt.empty(), OptionalInt.empty());
        }

        static Site ofVf(CallKind kind, String device, int index) {
            return new Site(kind, device, OptionalInt.of(index), OptionalInt.empty());
        }

        static Site ofRegister(CallKind kind, String device, int offset) {
            return new Site(kind, device, OptionalInt.empty(), OptionalInt.of(offset));
        }

        private String object() {
            String object = subject.isEmpty() ? "the host" : subject;
            return about.isPresent() ? object + " VF-" + about.getAsInt() : object;
        }

        @Override
        public String toString() {
            return kind.words() + " " + object();
        }
    }

    Faults faults() {
        return faults;
    }

    synchronized boolean dead() {
        return diedAt != null;
    }

    /// Makes a call, and has happen at it what is to happen.
    <T> T call(Site site, PortCall<T> port) {
        requireAlive();
        List<Fault> happening =
                faults.enter(site.kind(), site.subject(), site.about(), site.offset());
        try {
            Effect decisive = null;
            for (Fault fault : happening) {
                switch (fault.effect()) {
                    case Effect.Delay(Duration duration) -> clock.accept(duration);
                    case Effect.Hang _ -> hang(fault, site);
                    case Effect other -> decisive = other;
                }
            }
            return call(site, port, decisive);
        } finally {
            if (faults.mustDie(Thread.currentThread())) {
                die(site, 0);
            }
        }
    }

    private static void hang(Fault fault, Site site) {
        if (!fault.hang()) {
            throw refusal(site, Errno.EINTR, "interrupted while it hung", "try again");
        }
    }

    private <T> T call(Site site, PortCall<T> port, @Nullable Effect decisive) {
        if (decisive instanceof Effect.DeviceRemoval) {
            faults.remove(site.subject());
        }
        if (site.kind().isOfPf() && faults.isRemoved(site.subject())) {
            throw refusal(site, Errno.ENXIO, "the device has been removed", "put it in again");
        }
        return switch (decisive) {
            case null -> port.inFull();
            case Effect.Failure(Errno errno, boolean afterwards) -> {
                if (afterwards || site.kind() == CallKind.UNLOCK) {
                    T _ = port.inFull();
                }
                throw refusal(site, errno, "an injected fault", "take the fault away");
            }
            case Effect.ShortResult(int missing) -> port.shortBy(missing);
            case Effect.LostChange _ -> port.lost();
            case Effect.Crash(boolean afterwards, int lostWrites) -> {
                if (afterwards) {
                    T _ = port.inFull();
                }
                throw die(site, lostWrites);
            }
            case Effect.TornWrite(int missing) -> {
                T _ = port.shortBy(missing);
                throw die(site, 0);
            }
            case Effect.Delay _, Effect.Hang _, Effect.DeviceRemoval _, Effect.AllOnes _ ->
                    throw new IllegalStateException("no call does that: " + decisive);
        };
    }

    private static HostException refusal(Site site, Errno errno, String detail, String remedy) {
        return new HostException(site.kind().operation(), site.object(), errno, detail, remedy);
    }

    private synchronized void requireAlive() {
        if (diedAt != null) {
            throw new ProcessCrash(diedAt);
        }
    }

    /// The kernel takes back what the process held; the disk may lose what it wrote.
    private ProcessCrash die(Site site, int lostWrites) {
        Set<RecordStore.Lock> held;
        synchronized (this) {
            diedAt = site.toString();
            for (int i = 0; i < lostWrites && !undo.isEmpty(); i++) {
                undo.pop().run();
            }
            held = Set.copyOf(locks);
            locks.clear();
        }
        held.forEach(RecordStore.Lock::close);
        throw new ProcessCrash(site.toString());
    }

    synchronized void holds(RecordStore.Lock lock) {
        locks.add(lock);
    }

    synchronized void lets(RecordStore.Lock lock) {
        locks.remove(lock);
    }

    /// Remembers how a change of a record can be lost.
    synchronized void wrote(Runnable loss) {
        undo.push(loss);
    }
}
