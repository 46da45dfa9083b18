package io.sriov.testkit.sim;

import io.sriov.dump.FunctionDump;
import io.sriov.dump.MachineDump;
import io.sriov.host.Finding;
import io.sriov.testkit.sim.bus.BusSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A real machine from a dump, simulated: the same ports, PFs and VFs at the same places, with the
/// registers that they had. Immutable and thread-safe.
///
/// ```java
/// MachineDump dump = DumpReader.read(Path.of("host.json")).orElseThrow();
/// try (Host host = DumpedMachine.of(dump).host()) {
///     host.physicalFunctions().forEach(pf -> System.out.println(pf.status()));
/// }
/// ```
///
/// The kernel on it is the simulated FreeBSD, whatever ran on the machine. A PF whose name is none
/// of FreeBSD's is called after its driver, with a unit; its own names are kept as other names. VFs
/// that were given to guests are passthrough VFs here. What a dump cannot tell is as usual: the
/// schema of a PF is that of FreeBSD's driver for the device, or has no parameters, and VFs have
/// the defaults of it.
public final class DumpedMachine {
    private final SimulatedMachine machine;
    private final HostState state;

    private DumpedMachine(SimulatedMachine machine, HostState state) {
        this.machine = machine;
        this.state = state;
    }

    /// {@return the machine of a dump}
    ///
    /// @param dump the dump
    /// @throws IllegalArgumentException if no PF of it can be simulated, or it contradicts itself;
    ///   the message says why
    public static DumpedMachine of(MachineDump dump) {
        var parts = DumpedParts.of(dump);
        if (parts.pfs().isEmpty()) {
            throw new IllegalArgumentException(
                    "no PF of the dump can be simulated: "
                            + (parts.leftOut().isEmpty()
                                    ? "it has none"
                                    : sentences(parts.leftOut())));
        }
        SimulatedMachine.Builder machine =
                SimulatedMachine.builder()
                        .domain(parts.domain())
                        .findings(parts.leftOut())
                        .ports(parts.ports())
                        .switches(parts.switches());
        Map<FunctionDump, DumpedPf> pfs = new LinkedHashMap<>();
        var names = new DumpedNames(dump);
        for (FunctionDump pf : parts.pfs()) {
            var dumped = new DumpedPf(pf, dump.vfs(pf.address()), names);
            pfs.put(pf, dumped);
            machine.addPf(dumped.definition());
        }
        SimulatedMachine whole = machine.build();
        BusSnapshot registers = new DumpedRegisters(whole).of(parts.ports(dump), pfs.values());
        Map<String, HostState.Pf> states = new LinkedHashMap<>();
        pfs.values().forEach(pf -> states.put(pf.definition().device(), pf.state()));
        var state =
                new HostState(
                        new BusSnapshot(Duration.ZERO, registers.changed()),
                        "",
                        states,
                        List.of(),
                        new TreeMap<>());
        return new DumpedMachine(whole, state);
    }

    private static String sentences(List<Finding> leftOut) {
        return leftOut.stream()
                .map(pf -> pf.subject() + ": " + pf.message())
                .collect(Collectors.joining("; "));
    }

    /// {@return the hardware, as it is when it is switched off and on again}
    public SimulatedMachine machine() {
        return machine;
    }

    /// {@return what of the dump is not simulated, and why, by address}
    public List<Finding> leftOut() {
        return machine.findings();
    }

    /// {@return the machine as the dump has it, running in memory}
    ///
    /// @throws IllegalArgumentException if the dump contradicts itself; the message says how
    public SimulatedHost host() {
        return SimulatedHost.resume(machine, state, Optional.empty());
    }

    /// {@return the machine as the dump has it, with its state in a file; where that is there, the
    /// machine as it was left}
    ///
    /// @param file the file, in a directory that exists
    /// @throws io.sriov.host.HostException if the file cannot be read or is damaged, or the dump
    ///   contradicts itself
    public SimulatedHost host(Path file) {
        return SimulatedHost.resume(machine, state, Optional.of(file));
    }
}
