package io.sriov.testkit.arbitraries;

import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.SwitchModel;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Draws machines to simulate.
///
/// ```java
/// @Provide
/// Arbitrary<SimulatedMachine> machines() {
///     return MachineArbitraries.machines();
/// }
/// ```
public final class MachineArbitraries {
    private static final int MOST_PFS = 3;
    private static final int MOST_SWITCHES = 2;

    /// The buses that a switch adds: the one inside it, and the one below its port.
    private static final int BUSES_OF_SWITCH = 2;

    private MachineArbitraries() {}

    /// {@return machines with one to three common devices, each below a root port of its own with
    /// up to two switches between; ports forward ARI requests and isolate functions, or do not}
    public static Arbitrary<SimulatedMachine> machines() {
        return Combinators.combine(
                        placed().list().ofMinSize(1).ofMaxSize(MOST_PFS),
                        Arbitraries.of(true, false))
                .as(MachineArbitraries::machine);
    }

    /// {@return common devices, network cards and others}
    public static Arbitrary<DeviceProfile> devices() {
        return Arbitraries.of(DeviceProfile.all());
    }

    /// A device, and the way to it.
    ///
    /// @param switches how many there are between the root port and the device
    /// @param ari whether the port directly above the device can forward ARI requests
    /// @param acs whether that port has ACS
    /// @param acsAbove whether the ports above that one have it
    private record Placed(
            DeviceProfile device, int switches, boolean ari, boolean acs, boolean acsAbove) {}

    private static Arbitrary<Placed> placed() {
        Arbitrary<Boolean> on = Arbitraries.of(true, false);
        return Combinators.combine(
                        devices(), Arbitraries.integers().between(0, MOST_SWITCHES), on, on, on)
                .as(Placed::new);
    }

    private static SimulatedMachine machine(List<Placed> all, boolean enableAri) {
        SimulatedMachine plain = SimulatedMachine.of(all.stream().map(Placed::device).toList());
        SimulatedMachine.Builder machine = SimulatedMachine.builder().enableAri(enableAri);
        int bus = 1;
        for (int i = 0; i < all.size(); i++) {
            bus = add(machine, all.get(i), plain.ports().get(i), plain.pfs().get(i), bus);
        }
        return machine.build();
    }

    /// Adds a device with the ports above it, from a bus on.
    ///
    /// @param plain a root port that has what the device needs
    /// @return the first bus that is free then
    private static int add(
            SimulatedMachine.Builder machine,
            Placed placed,
            PortModel plain,
            PfDefinition pf,
            int first) {
        int last =
                first
                        + BUSES_OF_SWITCH * placed.switches()
                        + plain.subordinateBus()
                        - plain.secondaryBus();
        PortModel above =
                PortModel.builder()
                        .from(plain)
                        .subordinateBus(last)
                        .acs(placed.acsAbove() ? plain.acs() : Set.of())
                        .build();
        PortModel nearest =
                PortModel.builder()
                        .from(above)
                        .ariForwarding(placed.ari())
                        .acs(placed.acs() ? plain.acs() : Set.of())
                        .build();
        int switches = placed.switches();
        machine.addPort(at(first, switches == 0 ? nearest : above));
        int bus = first;
        for (int i = 1; i <= switches; i++) {
            machine.addSwitch(
                    SwitchModel.builder()
                            .bus(bus)
                            .secondaryBus(bus + 1)
                            .addPort(at(bus + BUSES_OF_SWITCH, i == switches ? nearest : above))
                            .build());
            bus += BUSES_OF_SWITCH;
        }
        machine.addPf(PfDefinition.builder().from(pf).bus(bus).build());
        return last + 1;
    }

    private static PortModel at(int secondaryBus, PortModel port) {
        return PortModel.builder().from(port).secondaryBus(secondaryBus).build();
    }
}
