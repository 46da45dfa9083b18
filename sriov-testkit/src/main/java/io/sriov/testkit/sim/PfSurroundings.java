package io.sriov.testkit.sim;

import io.sriov.schema.MacAddress;
import io.sriov.testkit.sim.bus.VirtualClock;
import java.util.Random;
import java.util.function.BooleanSupplier;

/// What a simulated driver sees of the machine that its PF is in.
///
/// @param clock the time
/// @param interfaceUp whether the PF's interface is up
/// @param vfMsixVectors the MSI-X vectors of each VF
/// @param random where the addresses come from that VFs are born with
record PfSurroundings(
        VirtualClock clock, BooleanSupplier interfaceUp, int vfMsixVectors, Random random) {
    /// {@return those of a driver that is in no machine}
    static PfSurroundings none() {
        return new PfSurroundings(new VirtualClock(), () -> true, 1, new Random(0));
    }

    /// {@return an address for one VF, locally administered}
    MacAddress address() {
        byte[] bytes = new byte[6];
        random.nextBytes(bytes);
        bytes[0] = 2;
        return MacAddress.of(bytes);
    }
}
