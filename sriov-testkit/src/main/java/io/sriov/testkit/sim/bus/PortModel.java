package io.sriov.testkit.sim.bus;

import io.sriov.pci.AcsCapability;
import io.sriov.pci.RoutingId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.immutables.value.Value;

/// A root port, or a downstream port of a switch: what it can do, and which bus numbers and memory
/// addresses the firmware gave it. Immutable and thread-safe.
@BusStyle
@Value.Immutable
public abstract class PortModel {
    /// {@return the bus directly below the port, 1..255}
    public abstract int secondaryBus();

    /// {@return the highest bus below the port, not less than [#secondaryBus()]; the same unless
    /// said}
    @Value.Default
    public int subordinateBus() {
        return secondaryBus();
    }

    /// {@return whether the port can forward configuration requests to ARI functions; it can unless
    /// said}
    @Value.Default
    public boolean ariForwarding() {
        return true;
    }

    /// {@return the memory addresses for what is below the port}
    public abstract BridgeWindow window();

    /// {@return further memory addresses, for 64-bit prefetchable BARs; only beside a window below
    /// 4 GiB}
    public abstract Optional<BridgeWindow> prefetchableWindow();

    /// {@return where the port is. Unless said, a root port is the next device of bus 0, from 1,
    /// and a downstream port that of the bus inside its switch, from 0}
    public abstract Optional<RoutingId> place();

    /// {@return the port's registers as a real one had them, in place of registers that are made of
    /// the rest}
    public abstract Optional<RegisterImage> registers();

    List<BridgeWindow> windows() {
        return Stream.concat(Stream.of(window()), prefetchableWindow().stream()).toList();
    }

    /// {@return the port's ACS controls; those of a server's root port unless said}
    @Value.Default
    public Set<AcsCapability.Control> acs() {
        return Set.of(
                AcsCapability.Control.SOURCE_VALIDATION,
                AcsCapability.Control.P2P_REQUEST_REDIRECT,
                AcsCapability.Control.P2P_COMPLETION_REDIRECT,
                AcsCapability.Control.UPSTREAM_FORWARDING);
    }

    /// Checks the bus numbers.
    @Value.Check
    protected void check() {
        if (secondaryBus() < 1 || subordinateBus() < secondaryBus() || subordinateBus() > 255) {
            throw new IllegalArgumentException(
                    "buses "
                            + secondaryBus()
                            + " to "
                            + subordinateBus()
                            + " are not a range within 1..255");
        }
        if (prefetchableWindow().isPresent() && window().above4GiB()) {
            throw new IllegalArgumentException(
                    "a port whose window is above 4 GiB has no second one: that is its"
                            + " prefetchable window");
        }
    }

    /// Checks that a port that is to be below this one has its buses and its memory within this
    /// one's.
    void requireWithin(PortModel below) {
        boolean buses =
                below.secondaryBus() > secondaryBus() && below.subordinateBus() <= subordinateBus();
        boolean memory =
                below.windows().stream()
                        .allMatch(inner ->
                                windows().stream().anyMatch(outer -> outer.contains(inner)));
        if (!buses || !memory) {
            throw new IllegalArgumentException(
                    "the port with bus "
                            + below.secondaryBus()
                            + " has "
                            + (buses ? "memory" : "buses")
                            + " that the port with bus "
                            + secondaryBus()
                            + " above it does not have: give "
                            + (buses ? "it a window within " + ranges() + ", or " : busesBelow())
                            + "the one above more");
        }
    }

    private String ranges() {
        return windows().stream()
                .map(window ->
                        Long.toHexString(window.base())
                                + "h.."
                                + Long.toHexString(window.base() + window.size() - 1)
                                + "h")
                .collect(Collectors.joining(" or "));
    }

    private String busesBelow() {
        return secondaryBus() == subordinateBus()
                ? ""
                : "it buses within " + (secondaryBus() + 1) + ".." + subordinateBus() + ", or ";
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// Builds a [PortModel]: set at least the secondary bus and the window.
    public static final class Builder extends ImmutablePortModel.Builder {}
}
