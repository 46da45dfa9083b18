package io.sriov.testkit.machine;

import static io.sriov.testkit.machine.Problems.require;

import io.sriov.pci.AcsCapability;
import io.sriov.schema.text.KeyedValues;
import io.sriov.schema.text.Node;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.SwitchModel;
import java.util.List;
import java.util.Optional;

/// Reads the ports and switches of a description.
///
/// @param problems where problems go
record PortReader(Problems problems) {
    private static final int MAX_BUS = 255;

    Optional<PortModel> port(Node node) {
        return problems.part(
                node,
                "a port",
                values -> {
                    PortModel.Builder port = PortModel.builder();
                    require(values, "secondary-bus", "window");
                    values.integer("secondary-bus", 1, MAX_BUS)
                            .ifPresent(bus -> port.secondaryBus((int) bus));
                    values.integer("subordinate-bus", 1, MAX_BUS)
                            .ifPresent(bus -> port.subordinateBus((int) bus));
                    values.bool("ari-forwarding").ifPresent(port::ariForwarding);
                    if (values.has("acs")) {
                        port.acs(values.choices("acs", List.of(AcsCapability.Control.values())));
                    }
                    window(values, "window").ifPresent(port::window);
                    window(values, "prefetchable-window").ifPresent(port::prefetchableWindow);
                    return port::build;
                });
    }

    Optional<SwitchModel> aSwitch(Node node) {
        return problems.part(
                node,
                "a switch",
                values -> {
                    SwitchModel.Builder model = SwitchModel.builder();
                    require(values, "bus", "secondary-bus", "ports");
                    values.integer("bus", 1, MAX_BUS).ifPresent(bus -> model.bus((int) bus));
                    values.integer("secondary-bus", 1, MAX_BUS)
                            .ifPresent(bus -> model.secondaryBus((int) bus));
                    values.integer("subordinate-bus", 1, MAX_BUS)
                            .ifPresent(bus -> model.subordinateBus((int) bus));
                    window(values, "window").ifPresent(model::window);
                    window(values, "prefetchable-window").ifPresent(model::prefetchableWindow);
                    values.list("ports").forEach(port -> port(port).ifPresent(model::addPort));
                    return model::build;
                });
    }

    private Optional<BridgeWindow> window(KeyedValues port, String key) {
        return port.node(key)
                .flatMap(node ->
                        problems.part(
                                node,
                                "a window",
                                values -> {
                                    require(values, "base", "size");
                                    long base = values.integer("base", 0, Long.MAX_VALUE).orElse(0);
                                    long size = values.integer("size", 0, Long.MAX_VALUE).orElse(0);
                                    return () -> new BridgeWindow(base, size);
                                }));
    }
}
