package io.sriov.testkit.sim;

import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.DurableFile;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.RecordStore;
import io.sriov.testkit.sim.bus.AccessInterceptor;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A simulated host whose state is in a file, so that the next process finds the VFs of this one.
///
/// Every change reads the state, does the operation, and replaces the file: written beside it,
/// forced to the disk, and renamed. Changes by several processes are serialised by a lock beside
/// the file, which ends with its holder. A file that does not exist, or is empty, stands for a
/// machine that has just been switched on. A symbolic link stands for the file that it leads to;
/// what is no regular file is refused.
final class StateFile implements KernelAccess {
    private static final String STATE_LOCK = "the-whole-machine";
    private static final Duration RETRY = Duration.ofMillis(20);

    /// Far more than the states of all VFs that one machine can have.
    private static final long MAX_MEBIBYTES = 512;

    private final SimulatedMachine machine;
    private final String fingerprint;
    private final Path name;
    private final Path file;
    private final Duration patience;
    private final Optional<HostState> initial;
    private final DirectoryRecordStore locks;
    private final StateRecords records = new StateRecords(this);
    private @Nullable String known;
    private @Nullable SimulatedKernel kernel;
    private SortedMap<String, String> entries = new TreeMap<>();
    private AccessInterceptor interceptor = AccessInterceptor.NONE;

    /// Opens a state and reads it once, so that a damaged file is noticed.
    ///
    /// @param patience how long to wait for other processes
    /// @param initial what a file that is not there stands for; empty for a machine that has just
    ///   been switched on
    /// @throws HostException if the state cannot be read
    StateFile(SimulatedMachine machine, Path file, Duration patience, Optional<HostState> initial) {
        this.machine = machine;
        this.fingerprint = Fingerprint.of(machine);
        this.initial = initial;
        this.name = file;
        this.patience = patience;
        this.file = target(file);
        this.locks =
                new DirectoryRecordStore(
                        this.file.resolveSibling(this.file.getFileName() + ".locks"));
        load();
    }

    private Path target(Path named) {
        Path parent = named.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw failed(Errno.ENOENT, "there is no directory " + parent, "create it", null);
        }
        if (!Files.isSymbolicLink(named)) {
            return named;
        }
        try {
            return named.toRealPath();
        } catch (IOException e) {
            throw failed(
                    Errno.ENOENT,
                    "it is a symbolic link that leads nowhere",
                    "remove it, or create what it is to lead to",
                    e);
        }
    }

    @Override
    public String hostName() {
        return "sim:" + name;
    }

    @Override
    public RecordStore records() {
        return records;
    }

    RecordStore.Lock lockEntry(String name) {
        return locks.lock(name);
    }

    @Override
    public synchronized <T> T read(Function<SimulatedKernel, T> question) {
        return question.apply(load());
    }

    @Override
    public synchronized <T> T change(Function<SimulatedKernel, T> operation) {
        try (RecordStore.Lock _ = waitForLock()) {
            SimulatedKernel current = load();
            try {
                return operation.apply(current);
            } finally {
                save(current);
            }
        }
    }

    @Override
    public synchronized void intercept(AccessInterceptor between) {
        interceptor = between;
        load().intercept(between);
    }

    synchronized SortedMap<String, String> entries() {
        load();
        return new TreeMap<>(entries);
    }

    synchronized void changeEntries(Consumer<SortedMap<String, String>> change) {
        change(_ -> {
            change.accept(entries);
            return true;
        });
    }

    private RecordStore.Lock waitForLock() {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return locks.lock(STATE_LOCK);
            } catch (HostException e) {
                if (e.errno() != Errno.EBUSY || System.nanoTime() >= deadline) {
                    throw e.errno() != Errno.EBUSY ? e : busy(e);
                }
            }
            try {
                Thread.sleep(RETRY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed(
                        Errno.EBUSY, "interrupted while another process used it", "try again", e);
            }
        }
    }

    private HostException busy(HostException cause) {
        return failed(
                Errno.EBUSY,
                "another process has been changing it for " + patience.toSeconds() + " s",
                "wait for that process, or use another file",
                cause);
    }

    private SimulatedKernel load() {
        String text = content();
        SimulatedKernel current = kernel;
        if (current != null && text.equals(known)) {
            return current;
        }
        if (text.isEmpty() && initial.isEmpty()) {
            current = new SimulatedKernel(machine);
            entries = new TreeMap<>();
        } else {
            HostState state = text.isEmpty() ? initial.orElseThrow() : read(text);
            current = resume(state, text.isEmpty() || text.contains(fingerprint));
            entries = new TreeMap<>(state.records());
        }
        current.intercept(interceptor);
        kernel = current;
        known = text;
        return current;
    }

    private HostState read(String text) {
        try {
            return StateReader.read(file.toString(), text, machine.domain(), fingerprint);
        } catch (StateException e) {
            throw unusable(e);
        }
    }

    /// @param ofThisMachine whether the state says that it is one of this machine
    private SimulatedKernel resume(HostState state, boolean ofThisMachine) {
        try {
            return SimulatedKernel.resume(machine, state);
        } catch (StateException e) {
            throw unusable(ofThisMachine ? e : e.ofUnknownMachine());
        }
    }

    private HostException unusable(StateException problem) {
        return failed(Errno.EINVAL, problem.verdict(), problem.remedy(), problem);
    }

    private String content() {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw failed(
                    Errno.EINVAL, "it is not a regular file", "name a file for the state", null);
        }
        try {
            if (Files.size(file) > MAX_MEBIBYTES << 20) {
                throw failed(
                        Errno.EINVAL,
                        "it is larger than " + MAX_MEBIBYTES + " MiB, and so no state",
                        "name another file",
                        null);
            }
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            return "";
        } catch (CharacterCodingException e) {
            throw failed(
                    Errno.EINVAL,
                    "the state is damaged: " + file + ":1:1: it is not UTF-8",
                    "name another file, or remove this one to start with a machine without VFs",
                    e);
        } catch (IOException e) {
            throw failed(
                    Errno.EIO,
                    "it cannot be read: " + e.getMessage(),
                    "name a file that can be read",
                    e);
        }
    }

    private void save(SimulatedKernel current) {
        String text = StateFormat.toJson(current.state(entries), machine.domain(), fingerprint);
        if (text.equals(known)) {
            return;
        }
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            DurableFile.write(file, beside, text);
            known = text;
        } catch (IOException e) {
            known = null;
            throw new HostException(
                    Operation.RECORD,
                    hostName(),
                    DurableFile.errno(e),
                    "its state cannot be written, and is as before: " + e.getMessage(),
                    "make room for it, or name a file that can be written",
                    e);
        }
    }

    private HostException failed(
            Errno errno, String detail, String remedy, @Nullable Exception cause) {
        return new HostException(Operation.OPEN_HOST, hostName(), errno, detail, remedy, cause);
    }
}
