package io.sriov.testkit.contract;

/// A simulated host that lives as long as the process keeps every contract.
class SimulatedHostInMemoryTest extends EveryContract {
    @Override
    HostBench bench() {
        return SimulatedBench.inMemory("ix0", 8);
    }
}
