package io.sriov.testkit.sim;

import io.sriov.dump.FunctionDump;
import io.sriov.dump.MachineDump;
import io.sriov.host.Finding;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.pci.SriovCapability;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.RegisterImage;
import io.sriov.testkit.sim.bus.SwitchModel;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What of a dump can be simulated: the PFs whose registers it has, below ports whose registers it
/// has.
final class DumpedParts {
    /// The bytes of a header, which everybody may read.
    private static final int HEADER = 64;

    private final MachineDump dump;
    private final Map<PciAddress, FunctionDump> ports = new LinkedHashMap<>();
    private final List<FunctionDump> pfs = new ArrayList<>();
    private final List<Finding> leftOut = new ArrayList<>();
    private long domain;

    private DumpedParts(MachineDump dump) {
        this.dump = dump;
    }

    static DumpedParts of(MachineDump dump) {
        var parts = new DumpedParts(dump);
        for (FunctionDump pf : dump.pfs()) {
            Optional<Finding> problem = parts.problem(pf);
            if (problem.isPresent()) {
                parts.leftOut.add(problem.get());
            } else {
                parts.take(pf);
            }
        }
        return parts;
    }

    private Optional<Finding> problem(FunctionDump pf) {
        if (!pfs.isEmpty() && pf.address().domain() != domain) {
            return leaveOut(
                    pf,
                    "it is in another PCI domain than the first PF",
                    Optional.of("leave the PFs of other domains out of the dump"));
        }
        if (SriovCapability.find(pf.configSpace()).isEmpty()) {
            return leaveOut(
                    pf,
                    "its SR-IOV capability was not read",
                    Optional.of("dump the machine as root"));
        }
        if (pf.address().device() != 0) {
            return leaveOut(pf, "it is not device 0 of its bus", Optional.empty());
        }
        List<FunctionDump> path = path(pf);
        if (path.isEmpty()) {
            return leaveOut(pf, "the dump has no port above it", Optional.empty());
        }
        for (FunctionDump port : path) {
            if (port.config().length() < 2 * HEADER) {
                return leaveOut(
                        pf,
                        "the registers of port " + port.address() + " were not read",
                        Optional.of("dump the machine as root"));
            }
            if (BridgeWindow.readAll(port.configSpace()).isEmpty()) {
                return leaveOut(pf, "port " + port.address() + " has no memory", Optional.empty());
            }
        }
        return Optional.empty();
    }

    private static Optional<Finding> leaveOut(
            FunctionDump pf, String reason, Optional<String> remedy) {
        return Optional.of(
                new Finding(
                        Finding.Level.WARN,
                        pf.address().toString(),
                        "not simulated: " + reason,
                        remedy));
    }

    /// The ports above a function, from the root port down.
    private List<FunctionDump> path(FunctionDump function) {
        List<FunctionDump> path = new ArrayList<>();
        Optional<FunctionDump> above = function.above().flatMap(dump::function);
        while (above.isPresent()) {
            path.addFirst(above.get());
            above = above.get().above().flatMap(dump::function);
        }
        return path;
    }

    private void take(FunctionDump pf) {
        domain = pf.address().domain();
        pfs.add(pf);
        path(pf).forEach(port -> ports.put(port.address(), port));
    }

    long domain() {
        return domain;
    }

    List<FunctionDump> pfs() {
        return pfs;
    }

    List<Finding> leftOut() {
        return List.copyOf(leftOut);
    }

    /// The ports of the dump above those PFs.
    List<FunctionDump> ports(MachineDump of) {
        return of.functions().stream()
                .filter(function -> ports.containsKey(function.address()))
                .toList();
    }

    /// The root ports.
    List<PortModel> ports() {
        return ports.values().stream()
                .filter(port -> port.above().isEmpty())
                .map(this::port)
                .toList();
    }

    /// The switches: a port directly below a root port or a downstream port is an upstream port.
    List<SwitchModel> switches() {
        return ports.values().stream()
                .filter(port -> path(port).size() % 2 == 1)
                .map(this::aSwitch)
                .toList();
    }

    private SwitchModel aSwitch(FunctionDump upstream) {
        PortModel port = port(upstream);
        return SwitchModel.builder()
                .bus(upstream.address().bus())
                .secondaryBus(port.secondaryBus())
                .subordinateBus(port.subordinateBus())
                .window(port.window())
                .prefetchableWindow(port.prefetchableWindow())
                .registers(port.registers())
                .ports(
                        ports.values().stream()
                                .filter(one -> one.above().equals(Optional.of(upstream.address())))
                                .map(this::port)
                                .toList())
                .build();
    }

    private PortModel port(FunctionDump port) {
        ConfigSpace config = port.configSpace();
        List<BridgeWindow> windows = BridgeWindow.readAll(config);
        BridgeWindow memory = windows.getLast();
        return PortModel.builder()
                .place(port.address().routingId())
                .secondaryBus(config.read8(ConfigHeader.SECONDARY_BUS))
                .subordinateBus(config.read8(ConfigHeader.SUBORDINATE_BUS))
                .window(memory)
                .prefetchableWindow(
                        Optional.of(windows.getFirst()).filter(one -> !one.equals(memory)))
                .registers(image(port))
                .build();
    }

    /// The registers of a function, in whole dwords.
    static RegisterImage image(FunctionDump function) {
        return RegisterImage.of(HexFormat.of().parseHex(function.config()));
    }
}
