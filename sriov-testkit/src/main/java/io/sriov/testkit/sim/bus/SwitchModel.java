package io.sriov.testkit.sim.bus;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/// A PCI Express switch: an upstream port, and the downstream ports on the bus inside it. Immutable
/// and thread-safe.
///
/// Each downstream port has its own ARI forwarding and ACS, as a root port has. An upstream port
/// has neither: ARI forwarding is for downstream ports (§7.5.3.15), and ACS of an upstream port is
/// for one that is a function among others (§6.12.1.2).
@BusStyle
@Value.Immutable
public abstract class SwitchModel {
    /// {@return the bus that the upstream port is on: the secondary bus of a root port, or of a
    /// downstream port of another switch}
    public abstract int bus();

    /// {@return the bus inside the switch, on which its downstream ports are, 2..255}
    public abstract int secondaryBus();

    /// {@return the highest bus below the switch; the highest of its own ports unless said. Where
    /// another switch is below, say it}
    @Value.Default
    public int subordinateBus() {
        return ports().stream().mapToInt(PortModel::subordinateBus).max().orElse(secondaryBus());
    }

    /// {@return the downstream ports: the first is device 0 of the bus inside, at most 32}
    public abstract List<PortModel> ports();

    /// {@return further memory addresses that the upstream port passes on, see
    /// [PortModel#prefetchableWindow()]}
    public abstract Optional<BridgeWindow> prefetchableWindow();

    /// {@return the memory addresses that the upstream port passes on; the first windows of its
    /// downstream ports together unless said}
    @Value.Default
    public BridgeWindow window() {
        List<BridgeWindow> below =
                ports().stream()
                        .map(PortModel::window)
                        .sorted(Comparator.comparingLong(BridgeWindow::base))
                        .toList();
        if (below.isEmpty()) {
            throw new IllegalArgumentException("a switch has 1 to 32 downstream ports, not 0");
        }
        long base = below.getFirst().base();
        return new BridgeWindow(base, below.getLast().base() + below.getLast().size() - base);
    }

    /// {@return the registers of the upstream port as a real one had them, in place of registers
    /// that are made of the rest}
    public abstract Optional<RegisterImage> registers();

    /// Checks that the downstream ports are within the upstream port.
    @Value.Check
    protected void check() {
        if (ports().size() > 32) {
            throw new IllegalArgumentException(
                    "a switch has 1 to 32 downstream ports, not " + ports().size());
        }
        PortModel upstream = upstream();
        for (PortModel port : ports()) {
            upstream.requireWithin(port);
        }
    }

    /// The upstream port as a bridge.
    PortModel upstream() {
        return PortModel.builder()
                .secondaryBus(secondaryBus())
                .subordinateBus(subordinateBus())
                .window(window())
                .prefetchableWindow(prefetchableWindow())
                .ariForwarding(false)
                .acs(List.of())
                .registers(registers())
                .build();
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// Builds a [SwitchModel]: set at least both buses and a port.
    public static final class Builder extends ImmutableSwitchModel.Builder {}
}
