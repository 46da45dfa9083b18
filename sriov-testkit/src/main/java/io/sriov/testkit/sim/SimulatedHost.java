package io.sriov.testkit.sim;

import io.sriov.apply.TimeSource;
import io.sriov.dump.MachineDump;
import io.sriov.host.Errno;
import io.sriov.host.Finding;
import io.sriov.host.HostException;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.testkit.sim.bus.AccessInterceptor;
import io.sriov.testkit.sim.bus.OnSimulatedBus;
import io.sriov.testkit.sim.bus.SimulatedBus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A simulated machine as a host: the ports of [io.sriov.host] over a [SimulatedKernel].
///
/// ```java
/// try (SimulatedHost host = SimulatedHost.of(SimulatedMachine.standard())) {
///     PhysicalFunction ix0 = host.physicalFunction("ix0");
/// }
/// ```
///
/// Thread-safe.
public final class SimulatedHost implements OnSimulatedBus {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KernelAccess access;
    private final List<Finding> findings;
    private volatile boolean closed;

    private SimulatedHost(SimulatedMachine machine, KernelAccess access) {
        this.access = access;
        this.findings = machine.findings();
    }

    /// {@return a machine that has just been switched on, and is gone when the host is}
    ///
    /// @param machine the machine
    /// @throws IllegalArgumentException if its parts do not fit together; the message says which
    public static SimulatedHost of(SimulatedMachine machine) {
        return new SimulatedHost(machine, new MemoryKernel(machine));
    }

    /// {@return a machine whose state is kept in a file: registers, VFs, their drivers and users,
    /// and records}
    ///
    /// The file is replaced as a whole after each change. Several processes may use it: one that
    /// changes it makes the others wait, at most 10 seconds. Where there is no file, the machine
    /// has just been switched on.
    ///
    /// @param machine the machine; the one that wrote the file
    /// @param file the file, in a directory that exists
    /// @throws HostException if the file cannot be read, is damaged, or has the state of a machine
    ///   that is described otherwise: the message begins its account with file, line and column
    public static SimulatedHost open(SimulatedMachine machine, Path file) {
        return open(machine, file, PATIENCE);
    }

    static SimulatedHost open(SimulatedMachine machine, Path file, Duration patience) {
        return new SimulatedHost(machine, new StateFile(machine, file, patience, Optional.empty()));
    }

    /// {@return a machine that goes on where another was, in memory or in a file that need not be
    /// there}
    static SimulatedHost resume(SimulatedMachine machine, HostState state, Optional<Path> file) {
        return new SimulatedHost(
                machine,
                file.<KernelAccess>map(
                                path -> new StateFile(machine, path, PATIENCE, Optional.of(state)))
                        .orElseGet(() -> new MemoryKernel(machine, state)));
    }

    /// Does something with the kernel that the host ports do not offer, such as giving a VF to a
    /// guest, and keeps what it changed.
    ///
    /// @param operation what to do; the kernel must not be kept beyond it
    /// @param <T> what it gives
    /// @return what it gave
    public <T> T operate(Function<SimulatedKernel, T> operation) {
        return change(operation);
    }

    @Override
    public void intercept(AccessInterceptor interceptor) {
        requireOpen();
        access.intercept(interceptor);
    }

    @Override
    public <T> T onBus(Function<SimulatedBus, T> operation) {
        return change(kernel -> operation.apply(kernel.bus()));
    }

    @Override
    public void advance(Duration duration) {
        change(kernel -> {
            kernel.advance(duration);
            return true;
        });
    }

    @Override
    public TimeSource time() {
        return new TimeSource(() -> Instant.EPOCH.plus(now()), () -> now().toNanos());
    }

    private Duration now() {
        return read(SimulatedKernel::now);
    }

    <T> T read(Function<SimulatedKernel, T> question) {
        requireOpen();
        return access.read(question);
    }

    <T> T change(Function<SimulatedKernel, T> operation) {
        requireOpen();
        return access.change(operation);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("host " + name() + " is closed");
        }
    }

    @Override
    public List<Finding> examine() {
        return findings;
    }

    @Override
    public String name() {
        return access.hostName();
    }

    @Override
    public List<PhysicalFunction> physicalFunctions() {
        return read(SimulatedKernel::devices).stream()
                .sorted(
                        Comparator.comparing(SimulatedHost::driver)
                                .thenComparingInt(device ->
                                        Integer.parseInt(
                                                device.substring(driver(device).length()))))
                .map(this::function)
                .toList();
    }

    private static String driver(String device) {
        return device.replaceFirst("[0-9]+$", "");
    }

    private PhysicalFunction function(String device) {
        return new SimulatedPhysicalFunction(this, device);
    }

    @Override
    public PhysicalFunction physicalFunction(String device) {
        List<String> devices = read(SimulatedKernel::devices);
        String named = read(kernel -> kernel.named(device));
        if (!devices.contains(named)) {
            throw new HostException(
                    HostException.Operation.OPEN_PF,
                    SimulatedPhysicalFunction.NODES + device,
                    Errno.ENOENT,
                    "there is no such PF",
                    devices.isEmpty()
                            ? "describe one: the simulated machine has none"
                            : "use one of " + String.join(", ", devices));
        }
        return function(named);
    }

    @Override
    public String node(String device) {
        return SimulatedPhysicalFunction.NODES + device;
    }

    @Override
    public MachineDump dump() {
        return read(SimulatedKernel::dump);
    }

    @Override
    public RecordStore records() {
        return access.records();
    }

    @Override
    public void close() {
        closed = true;
    }
}
