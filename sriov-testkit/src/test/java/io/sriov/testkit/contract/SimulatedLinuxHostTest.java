package io.sriov.testkit.contract;

/// A simulated Linux host keeps every contract, with the PF of a network card.
class SimulatedLinuxHostTest extends EveryContract {
    @Override
    HostBench bench() {
        return new SimulatedLinuxBench("0000:03:00.0", 8);
    }
}
