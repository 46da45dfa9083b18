package io.sriov.testkit.fault;

import io.sriov.dump.MachineDump;
import io.sriov.host.Errno;
import io.sriov.host.Finding;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.testkit.fault.FaultyProcess.Site;
import io.sriov.testkit.sim.bus.OnSimulatedBus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// A host as one process has it, with faults.
///
/// The host below is the machine: it outlives the process, and closing this host does not close it.
/// After a [ProcessCrash] the machine is opened anew:
///
/// ```java
/// Sriov next = Sriov.open(FaultyHost.of(machine, faults));
/// ```
///
/// What the dead process held is free then, and what was only in its memory is gone. Thread-safe.
public final class FaultyHost implements Host {
    private final Host host;
    private final FaultyProcess process;
    private final RecordStore records;
    private volatile boolean closed;

    private FaultyHost(Host host, FaultyProcess process) {
        this.host = host;
        this.process = process;
        this.records = new FaultyRecordStore(host.records(), process);
    }

    /// {@return a process that uses a host}
    ///
    /// Where the host is on a simulated bus, faults meet accesses to its registers as well, in
    /// place of what intercepted them before, and delays pass on its clock; otherwise they take
    /// real time.
    ///
    /// @param host the host, simulated or real
    /// @param faults what goes wrong; several processes on one host may share them
    public static FaultyHost of(Host host, Faults faults) {
        if (host instanceof OnSimulatedBus machine) {
            machine.intercept(faults.interceptor());
            return of(host, faults, machine::advance);
        }
        return of(host, faults, delay -> LockSupport.parkNanos(delay.toNanos()));
    }

    /// {@return a process that uses a host with a clock of its own}
    ///
    /// @param host the host
    /// @param faults what goes wrong at the calls of its ports
    /// @param clock lets the host's time pass
    public static FaultyHost of(Host host, Faults faults, Consumer<Duration> clock) {
        return new FaultyHost(host, new FaultyProcess(faults, clock));
    }

    /// {@return whether the process has died}
    public boolean crashed() {
        return process.dead();
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public List<PhysicalFunction> physicalFunctions() {
        requireOpen();
        List<PhysicalFunction> all =
                process.call(
                        Site.of(CallKind.LIST_PFS, ""),
                        new PortCall<>() {
                            @Override
                            public List<PhysicalFunction> inFull() {
                                return host.physicalFunctions();
                            }

                            @Override
                            public List<PhysicalFunction> shortBy(int missing) {
                                List<PhysicalFunction> pfs = inFull();
                                return pfs.subList(0, PortCall.left(pfs.size(), missing));
                            }
                        });
        return all.stream()
                .filter(pf -> !process.faults().isRemoved(pf.device()))
                .map(this::faulty)
                .toList();
    }

    @Override
    public PhysicalFunction physicalFunction(String device) {
        requireOpen();
        PhysicalFunction pf =
                process.call(
                        Site.of(CallKind.OPEN_PF, device), () -> host.physicalFunction(device));
        if (process.faults().isRemoved(pf.device())) {
            throw new HostException(
                    HostException.Operation.OPEN_PF,
                    host.node(device),
                    Errno.ENOENT,
                    "the device has been removed",
                    "put it in again");
        }
        return faulty(pf);
    }

    private PhysicalFunction faulty(PhysicalFunction pf) {
        return new FaultyPhysicalFunction(pf, this);
    }

    FaultyProcess process() {
        return process;
    }

    @Override
    public String node(String device) {
        return host.node(device);
    }

    @Override
    public RecordStore records() {
        return records;
    }

    @Override
    public List<Finding> examine() {
        requireOpen();
        return process.call(
                Site.of(CallKind.EXAMINE, ""),
                new PortCall<>() {
                    @Override
                    public List<Finding> inFull() {
                        return host.examine();
                    }

                    @Override
                    public List<Finding> shortBy(int missing) {
                        List<Finding> findings = inFull();
                        return findings.subList(0, PortCall.left(findings.size(), missing));
                    }
                });
    }

    @Override
    public MachineDump dump() {
        requireOpen();
        return process.call(Site.of(CallKind.DUMP, ""), host::dump);
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("host " + name() + " is closed");
        }
    }

    /// Ends the use of the host by this process; the host below stays open.
    @Override
    public void close() {
        closed = true;
    }
}
