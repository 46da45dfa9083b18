package io.sriov.testkit.arbitraries;

import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.PortModel;
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

    private MachineArbitraries() {}

    /// {@return machines with one to three common devices below root ports of their own, whose
    /// ports forward ARI requests and isolate functions, or do not}
    public static Arbitrary<SimulatedMachine> machines() {
        return devices().list().ofMinSize(1).ofMaxSize(MOST_PFS).flatMap(MachineArbitraries::of);
    }

    /// {@return common devices, network cards and others}
    public static Arbitrary<DeviceProfile> devices() {
        return Arbitraries.of(DeviceProfile.all());
    }

    private static Arbitrary<SimulatedMachine> of(List<DeviceProfile> devices) {
        SimulatedMachine machine = SimulatedMachine.of(devices);
        return Combinators.combine(
                        Combinators.combine(
                                        machine.ports().stream()
                                                .map(MachineArbitraries::port)
                                                .toList())
                                .as(List::copyOf),
                        Arbitraries.of(true, false))
                .as((ports, enableAri) -> with(machine, ports, enableAri));
    }

    private static Arbitrary<PortModel> port(PortModel port) {
        return Combinators.combine(Arbitraries.of(true, false), Arbitraries.of(true, false))
                .as((ari, acs) ->
                        PortModel.builder()
                                .from(port)
                                .ariForwarding(ari)
                                .acs(acs ? port.acs() : Set.of())
                                .build());
    }

    private static SimulatedMachine with(
            SimulatedMachine machine, List<PortModel> ports, boolean enableAri) {
        return SimulatedMachine.builder().from(machine).ports(ports).enableAri(enableAri).build();
    }
}
