package io.sriov.testkit.sim.bus;

import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.pci.PcieCapability;
import io.sriov.pci.RoutingId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A PCI Express hierarchy: root ports on bus 0, and below each a device whose functions are PFs,
/// or a switch with such devices, or further switches, below its downstream ports.
///
/// It answers configuration accesses as hardware does and decides nothing: no addresses are
/// assigned, no VF is enabled and no ARI forwarding is turned on unless software does it.
///
/// Not thread-safe; a kernel on top of it orders accesses.
public final class SimulatedBus {
    private static final int PORT_DEVICES = 31;
    private static final int MAX_PORTS = PORT_DEVICES * 8;

    private final long domain;
    private final VirtualClock clock = new VirtualClock();
    private final List<SimulatedPort> roots = new ArrayList<>();
    private final Map<RoutingId, SimulatedPort> rootsById = new HashMap<>();
    private final @Nullable SimulatedPort[] rootByBus = new SimulatedPort[256];
    private final List<SimulatedPort> ports = new ArrayList<>();
    private final List<AccessTrace> traces = new ArrayList<>();
    private AccessInterceptor interceptor = AccessInterceptor.NONE;

    private SimulatedBus(Builder builder) {
        domain = builder.domain;
        for (PortModel model : builder.ports) {
            int number = roots.size();
            RoutingId id =
                    model.place()
                            .orElseGet(() ->
                                    RoutingId.of(
                                            0, 1 + number % PORT_DEVICES, number / PORT_DEVICES));
            SimulatedPort port = new SimulatedPort(id, model, PcieCapability.PortType.ROOT_PORT);
            roots.add(port);
            rootsById.put(id, port);
            populate(port, model, builder);
        }
    }

    /// Puts a device below a port: a switch with all that is below it, or PFs.
    private void populate(SimulatedPort port, PortModel model, Builder builder) {
        ports.add(port);
        SwitchModel below = builder.switches.get(model.secondaryBus());
        if (below != null) {
            SimulatedPort upstream =
                    new SimulatedPort(
                            RoutingId.of(below.bus(), 0, 0),
                            below.upstream(),
                            PcieCapability.PortType.SWITCH_UPSTREAM_PORT);
            port.add(upstream);
            ports.add(upstream);
            int number = 0;
            for (PortModel downstream : below.ports()) {
                RoutingId usual = RoutingId.of(below.secondaryBus(), number++, 0);
                SimulatedPort next =
                        new SimulatedPort(
                                downstream.place().orElse(usual),
                                downstream,
                                PcieCapability.PortType.SWITCH_DOWNSTREAM_PORT);
                upstream.add(next);
                populate(next, downstream, builder);
            }
        }
        var functions = new ArrayList<>(builder.functionsBelow(model).entrySet());
        for (int i = 0; i < functions.size(); i++) {
            boolean last = i + 1 == functions.size();
            port.add(
                    new SimulatedPf(
                            RoutingId.of(model.secondaryBus(), 0, functions.get(i).getKey()),
                            functions.get(i).getValue(),
                            port,
                            clock,
                            functions.size() > 1,
                            last ? 0 : functions.get(i + 1).getKey()));
        }
    }

    /// {@return a builder of a hierarchy in domain 0}
    public static Builder builder() {
        return new Builder();
    }

    /// {@return the PCI domain, 0..4294967295}
    public long domain() {
        return domain;
    }

    /// {@return the clock that this hardware lives by}
    public VirtualClock clock() {
        return clock;
    }

    /// {@return all ports, in the order in which an enumeration finds them: each before what is
    /// below it}
    public List<RoutingId> ports() {
        return ports.stream().map(SimulatedFunction::id).toList();
    }

    /// {@return the ports above a function, from the root port down; none above a root port}
    ///
    /// @param function a port, a PF, or where a VF is or may be
    public List<RoutingId> path(RoutingId function) {
        List<RoutingId> path = new ArrayList<>();
        if (function.bus() != 0) {
            for (SimulatedPort port : ports) {
                if (port.forwards(function.bus()) && !port.id().equals(function)) {
                    path.add(port.id());
                }
            }
        }
        return path;
    }

    /// {@return the PFs directly below a port, in order of function number; none below a port that
    /// leads to a switch}
    ///
    /// @param port one of [#ports()]
    public List<RoutingId> functions(RoutingId port) {
        return ports.stream()
                .filter(p -> p.id().equals(port))
                .flatMap(p -> p.functions().stream())
                .map(SimulatedFunction::id)
                .toList();
    }

    /// {@return the address of a function in this domain}
    ///
    /// @param id the function
    public PciAddress address(RoutingId id) {
        return PciAddress.of(domain, id);
    }

    /// {@return the configuration space at an ID as software sees it, whether or not a function
    /// answers there now}
    ///
    /// @param id any ID
    public ConfigSpace configSpace(RoutingId id) {
        return new ConfigSpace() {
            @Override
            public long read(int offset, int width) {
                ConfigSpace.checkAccess(offset, width);
                long value = interceptor.read(SimulatedBus.this, id, offset, width);
                record(ConfigAccess.Kind.READ, id, offset, width, value);
                return value;
            }

            @Override
            public void write(int offset, int width, long value) {
                ConfigSpace.checkWrite(offset, width, value);
                record(ConfigAccess.Kind.WRITE, id, offset, width, value);
                interceptor.write(SimulatedBus.this, id, offset, width, value);
            }

            @Override
            public String toString() {
                return "configuration space of " + address(id);
            }
        };
    }

    /// {@return the configuration space at an ID as the hardware has it: neither traced nor
    /// intercepted}
    ///
    /// @param id any ID
    public ConfigSpace hardware(RoutingId id) {
        return new ConfigSpace() {
            @Override
            public long read(int offset, int width) {
                SimulatedFunction function = route(id);
                return function == null ? ConfigSpace.allOnes(width) : function.read(offset, width);
            }

            @Override
            public void write(int offset, int width, long value) {
                SimulatedFunction function = route(id);
                if (function != null) {
                    function.write(offset, width, value);
                }
                if (function instanceof SimulatedPort && offset <= ConfigHeader.SUBORDINATE_BUS) {
                    forgetRoutes();
                }
            }
        };
    }

    /// Puts something between software and the hardware, in place of what was there.
    ///
    /// @param between decides what becomes of accesses from now on; [AccessInterceptor#NONE] for
    ///   nothing
    public void intercept(AccessInterceptor between) {
        interceptor = between;
    }

    /// Tells what is between software and the hardware that a call of the kernel is done, see
    /// [AccessInterceptor#returns()].
    public void returnFromKernel() {
        interceptor.returns();
    }

    private @Nullable SimulatedFunction route(RoutingId id) {
        SimulatedPort root = rootsById.get(id);
        if (root != null) {
            return root;
        }
        SimulatedPort above = id.bus() == 0 ? null : rootAbove(id.bus());
        return above == null ? null : above.route(id);
    }

    private @Nullable SimulatedPort rootAbove(int bus) {
        SimulatedPort known = rootByBus[bus];
        if (known == null) {
            for (SimulatedPort port : roots) {
                if (port.forwards(bus)) {
                    rootByBus[bus] = port;
                    return port;
                }
            }
        }
        return known;
    }

    /// Forgets which root port leads to which bus.
    private void forgetRoutes() {
        Arrays.fill(rootByBus, null);
    }

    /// {@return what claims a memory address; more than one entry is a conflict that software made}
    ///
    /// @param address the address
    public List<MemoryTarget> targetsOf(long address) {
        List<MemoryTarget> targets = new ArrayList<>();
        ports.forEach(
                port -> port.functions().forEach(pf -> targets.addAll(pf.targetsOf(address))));
        return targets;
    }

    /// {@return a trace that records every configuration access until it is closed}
    public AccessTrace trace() {
        AccessTrace trace = new AccessTrace(this);
        traces.add(trace);
        return trace;
    }

    void stop(AccessTrace trace) {
        traces.remove(trace);
    }

    private void record(ConfigAccess.Kind kind, RoutingId id, int offset, int width, long value) {
        if (!traces.isEmpty()) {
            ConfigAccess access = new ConfigAccess(kind, id, offset, width, value);
            traces.forEach(trace -> trace.add(access));
        }
    }

    /// {@return the state of every register}
    public BusSnapshot snapshot() {
        SortedMap<RoutingId, SortedMap<Integer, Long>> changed = new TreeMap<>();
        for (SimulatedPort port : ports) {
            changed.put(port.id(), port.registers().changed());
            for (SimulatedPf pf : port.functions()) {
                changed.put(pf.id(), pf.registers().changed());
                pf.touchedVfs().forEach(vf -> changed.put(vf.id(), vf.registers().changed()));
            }
        }
        return new BusSnapshot(clock.now(), changed);
    }

    /// Takes over the state of a bus of the same hardware, on a bus that has just been made.
    ///
    /// @param snapshot the state
    /// @throws IllegalArgumentException if it has registers of functions that are not there, or
    ///   registers that none has
    public void restore(BusSnapshot snapshot) {
        clock.advance(snapshot.time().minus(clock.now()));
        forgetRoutes();
        SortedMap<RoutingId, SortedMap<Integer, Long>> left = new TreeMap<>(snapshot.changed());
        for (SimulatedPort port : ports) {
            restore(port, left.remove(port.id()));
            for (SimulatedPf pf : port.functions()) {
                Map<Integer, Long> registers = left.remove(pf.id());
                if (registers != null) {
                    registers.forEach((offset, value) -> check(pf, offset, value));
                    pf.restore(registers);
                }
            }
        }
        left.forEach((id, registers) -> {
            if (!(route(id) instanceof SimulatedVf vf)) {
                throw new IllegalArgumentException("there is no function " + address(id));
            }
            restore(vf, registers);
        });
    }

    private static void restore(
            SimulatedFunction function, @Nullable Map<Integer, Long> registers) {
        if (registers != null) {
            registers.forEach((offset, value) -> {
                check(function, offset, value);
                function.registers().set(offset, 4, value);
            });
        }
    }

    private static void check(SimulatedFunction function, int offset, long value) {
        boolean fits = offset >= 0 && offset % 4 == 0 && offset + 4 <= function.registers().size();
        if (!fits || value < 0 || value > ConfigSpace.allOnes(4)) {
            throw new IllegalArgumentException(
                    "function "
                            + function.id()
                            + " has no register "
                            + offset
                            + " that can be "
                            + value);
        }
    }

    /// Puts a hierarchy together. Not thread-safe.
    public static final class Builder {
        private long domain;
        private final List<PortModel> ports = new ArrayList<>();
        private final Map<Integer, SwitchModel> switches = new TreeMap<>();
        private final Map<Integer, SortedMap<Integer, PfModel>> functions = new TreeMap<>();

        private Builder() {}

        /// Chooses the domain.
        ///
        /// @param value 0..4294967295
        /// @return this
        public Builder domain(long value) {
            domain = PciAddress.of(value, new RoutingId(0)).domain();
            return this;
        }

        private SortedMap<Integer, PfModel> functionsBelow(PortModel port) {
            return functions.getOrDefault(port.secondaryBus(), new TreeMap<>());
        }

        /// Adds a root port; the first is device 1 of bus 0.
        ///
        /// @param port what it is
        /// @return this
        /// @throws IllegalArgumentException if its buses or its window overlap another's, or there
        ///   are 31 ports already
        public Builder port(PortModel port) {
            requireApart(port, ports);
            if (ports.size() == MAX_PORTS) {
                throw new IllegalArgumentException(
                        "bus 0 has no place for more than " + MAX_PORTS + " ports");
            }
            ports.add(port);
            return this;
        }

        private static void requireApart(PortModel port, List<PortModel> others) {
            for (PortModel other : others) {
                if (port.secondaryBus() <= other.subordinateBus()
                        && other.secondaryBus() <= port.subordinateBus()) {
                    throw new IllegalArgumentException(
                            "two ports with bus "
                                    + Math.max(port.secondaryBus(), other.secondaryBus())
                                    + ": give one of them other buses");
                }
                if (port.place().isPresent() && port.place().equals(other.place())) {
                    throw new IllegalArgumentException("two ports at " + port.place().get());
                }
                for (BridgeWindow a : port.windows()) {
                    for (BridgeWindow b : other.windows()) {
                        if (a.contains(b.base()) || b.contains(a.base())) {
                            throw new IllegalArgumentException(
                                    "two ports with memory at "
                                            + Long.toHexString(Math.max(a.base(), b.base()))
                                            + "h: give one of them a window elsewhere");
                        }
                    }
                }
            }
        }

        /// Adds a switch as the device below a port that was added before, or below a downstream
        /// port of a switch that was.
        ///
        /// @param model what it is
        /// @return this
        /// @throws IllegalArgumentException if no port has its bus, there is a device already, its
        ///   buses or windows are not within those of the port above, or its ports overlap
        public Builder device(SwitchModel model) {
            PortModel above = portWith(model.bus());
            above.requireWithin(model.upstream());
            List<PortModel> before = new ArrayList<>();
            for (PortModel port : model.ports()) {
                requireApart(port, before);
                before.add(port);
            }
            if (functions.containsKey(model.bus())
                    || switches.putIfAbsent(model.bus(), model) != null) {
                throw twoDevices(model.bus());
            }
            return this;
        }

        private static IllegalArgumentException twoDevices(int bus) {
            return new IllegalArgumentException(
                    "two devices on bus " + bus + ": put one of them below another port");
        }

        private PortModel portWith(int secondaryBus) {
            return everyPort()
                    .filter(port -> port.secondaryBus() == secondaryBus)
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException(
                                    "no port has bus "
                                            + secondaryBus
                                            + ": "
                                            + (ports.isEmpty()
                                                    ? "add one"
                                                    : "use one of "
                                                            + everyPort()
                                                                    .map(PortModel::secondaryBus)
                                                                    .sorted()
                                                                    .map(String::valueOf)
                                                                    .collect(
                                                                            Collectors.joining(
                                                                                    ", ")))));
        }

        private Stream<PortModel> everyPort() {
            return Stream.concat(
                    ports.stream(),
                    switches.values().stream().flatMap(model -> model.ports().stream()));
        }

        /// Adds a PF to the device below a port.
        ///
        /// @param secondaryBus the bus below the port
        /// @param function its function number, 0..7
        /// @param pf what it is
        /// @return this
        /// @throws IllegalArgumentException if no port has that bus, or the function is there
        ///   already
        public Builder function(int secondaryBus, int function, PfModel pf) {
            portWith(secondaryBus);
            if (switches.containsKey(secondaryBus)) {
                throw twoDevices(secondaryBus);
            }
            int number = RoutingId.of(secondaryBus, 0, function).function();
            PfModel previous =
                    functions
                            .computeIfAbsent(secondaryBus, _ -> new TreeMap<>())
                            .putIfAbsent(number, pf);
            if (previous != null) {
                throw new IllegalArgumentException(
                        "two functions "
                                + RoutingId.of(secondaryBus, 0, number)
                                + ": give one of them another number");
            }
            return this;
        }

        /// {@return the hierarchy, as after power-on}
        public SimulatedBus build() {
            return new SimulatedBus(this);
        }
    }
}
