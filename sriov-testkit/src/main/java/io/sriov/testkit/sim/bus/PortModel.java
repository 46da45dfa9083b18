package io.sriov.testkit.sim.bus;

import io.sriov.pci.AcsCapability;
import java.util.Set;
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
    }

    /// Checks that a port that is to be below this one has its buses and its memory within this
    /// one's.
    void requireWithin(PortModel below) {
        boolean buses =
                below.secondaryBus() > secondaryBus() && below.subordinateBus() <= subordinateBus();
        boolean memory =
                below.window().base() >= window().base()
                        && below.window().base() + below.window().size()
                                <= window().base() + window().size();
        if (!buses || !memory) {
            throw new IllegalArgumentException(
                    "the port with bus "
                            + below.secondaryBus()
                            + " has "
                            + (buses ? "memory" : "buses")
                            + " that the port with bus "
                            + secondaryBus()
                            + " above it does not have");
        }
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// Builds a [PortModel]: set at least the secondary bus and the window.
    public static final class Builder extends ImmutablePortModel.Builder {}
}
