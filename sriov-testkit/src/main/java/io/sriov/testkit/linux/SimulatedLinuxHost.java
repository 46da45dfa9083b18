package io.sriov.testkit.linux;

import io.sriov.apply.TimeSource;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDrivers;
import io.sriov.driver.PfIdentity;
import io.sriov.dump.MachineDump;
import io.sriov.host.Errno;
import io.sriov.host.Finding;
import io.sriov.host.HostException;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.pci.PciAddress;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.AccessInterceptor;
import io.sriov.testkit.sim.bus.OnSimulatedBus;
import io.sriov.testkit.sim.bus.SimulatedBus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A simulated machine with Linux as a host: the ports of [io.sriov.host] over a [SimulatedLinux],
/// which they use by its files and messages alone.
///
/// As on a real Linux host, PFs go by their PCI address, and VFs are created with the kernel's
/// probing of drivers switched off. What can be set of VFs is up to the first PF driver that takes
/// the PF: one of those given, or one for network cards, or one without parameters.
///
/// ```java
/// try (SimulatedLinuxHost host = SimulatedLinuxHost.of(SimulatedMachine.standard())) {
///     PhysicalFunction pf = host.physicalFunction("enp3s0");
/// }
/// ```
///
/// Thread-safe. The machine is gone when the host is.
public final class SimulatedLinuxHost implements OnSimulatedBus {
    /// What it is called, as a platform too.
    public static final String NAME = "sim-linux";

    private final SimulatedLinux linux;
    private final PfDrivers drivers;
    private final List<Finding> findings;
    private final RecordStore records = new MemoryRecordStore();
    private volatile boolean closed;

    private SimulatedLinuxHost(SimulatedLinux linux, PfDrivers drivers, List<Finding> findings) {
        this.linux = linux;
        this.drivers = drivers;
        this.findings = findings;
    }

    /// {@return a machine that has just been switched on, with Linux as it comes, and the
    /// interfaces of PFs set up}
    ///
    /// @param machine the machine
    /// @throws IllegalArgumentException if its parts do not fit together; the message says which
    public static SimulatedLinuxHost of(SimulatedMachine machine) {
        return builder(LinuxSystem.of(machine)).build();
    }

    /// {@return a builder}
    ///
    /// @param system the machine, and what is loaded
    public static Builder builder(LinuxSystem system) {
        return new Builder(system);
    }

    /// Puts a host together. Not thread-safe.
    public static final class Builder {
        private final LinuxSystem system;
        private boolean interfacesUp = true;
        private @Nullable PfDrivers drivers;

        private Builder(LinuxSystem system) {
            this.system = system;
        }

        /// Chooses whether somebody has set the interfaces of PFs up, as the network service of a
        /// server does; so unless said, but for those that are down by their definition, see
        /// [PfDefinition#interfaceUp()].
        ///
        /// @param up whether they are up
        /// @return this
        public Builder interfacesUp(boolean up) {
            interfacesUp = up;
            return this;
        }

        /// Chooses the PF drivers that are asked first; [PfDrivers#installed()] unless said.
        ///
        /// @param chosen the drivers
        /// @return this
        public Builder drivers(PfDrivers chosen) {
            drivers = Objects.requireNonNull(chosen);
            return this;
        }

        /// {@return a host with the machine switched on}
        ///
        /// @throws IllegalArgumentException if its parts do not fit together; the message says
        ///   which
        public SimulatedLinuxHost build() {
            SimulatedLinux linux = new SimulatedLinux(system);
            if (interfacesUp) {
                for (NetLink link : linux.netLinks()) {
                    boolean up =
                            system.definition(link.device().routingId())
                                    .map(PfDefinition::interfaceUp)
                                    .orElse(true);
                    linux.setUp(link.name(), up);
                }
            }
            return new SimulatedLinuxHost(
                    linux,
                    drivers == null ? PfDrivers.installed() : drivers,
                    system.machine().findings());
        }
    }

    /// {@return the kernel, to do what the host's other inhabitants do}
    public SimulatedLinux linux() {
        if (closed) {
            throw new IllegalStateException("host " + name() + " is closed");
        }
        return linux;
    }

    @Override
    public void intercept(AccessInterceptor interceptor) {
        onBus(bus -> {
            bus.intercept(interceptor);
            return true;
        });
    }

    @Override
    public <T> T onBus(Function<SimulatedBus, T> operation) {
        return linux().operate(operation);
    }

    @Override
    public void advance(Duration duration) {
        onBus(bus -> {
            bus.clock().advance(duration);
            return true;
        });
    }

    @Override
    public TimeSource time() {
        return new TimeSource(
                () -> Instant.EPOCH.plus(linux().uptime()), () -> linux().uptime().toNanos());
    }

    /// A fresh driver for a PF, as it is now.
    PfDriver driver(PciAddress pf) {
        FunctionFiles files = new FunctionFiles(linux(), pf);
        PfIdentity identity =
                new PfIdentity(
                        pf,
                        files.number("vendor").orElse(0),
                        files.number("device").orElse(0),
                        files.number("class").orElse(0),
                        files.driver().orElse(""));
        return Stream.of(
                        drivers.attach(identity),
                        NetdevPfDriver.attach(linux, identity),
                        Optional.of(new PlainPfDriver()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public List<Finding> examine() {
        return findings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<PhysicalFunction> physicalFunctions() {
        return List.copyOf(pfs());
    }

    private List<SimulatedLinuxPf> pfs() {
        return linux().list(FunctionFiles.DEVICES).stream()
                .filter(address -> new FunctionFiles(linux, address).has("sriov_numvfs"))
                .map(address -> new SimulatedLinuxPf(this, PciAddress.parse(address)))
                .toList();
    }

    @Override
    public PhysicalFunction physicalFunction(String device) {
        Optional<SimulatedLinuxPf> there =
                PciAddress.tryParse(device)
                        .map(address -> new SimulatedLinuxPf(this, address))
                        .filter(pf -> pf.files().has("sriov_numvfs"));
        if (there.isPresent()) {
            return there.get();
        }
        List<SimulatedLinuxPf> all = pfs();
        return all.stream()
                .filter(pf -> pf.device().equals(device) || pf.otherNames().contains(device))
                .findFirst()
                .orElseThrow(() ->
                        new HostException(
                                HostException.Operation.OPEN_PF,
                                device,
                                Errno.ENOENT,
                                "there is no such PF",
                                all.isEmpty()
                                        ? "the kernel has found no PF that it can use: see its"
                                                + " machine's placements and BARs"
                                        : "use one of "
                                                + all.stream()
                                                        .map(SimulatedLinuxPf::names)
                                                        .collect(Collectors.joining(", "))));
    }

    @Override
    public MachineDump dump() {
        return linux().dump();
    }

    @Override
    public RecordStore records() {
        return records;
    }

    @Override
    public void close() {
        closed = true;
    }
}
