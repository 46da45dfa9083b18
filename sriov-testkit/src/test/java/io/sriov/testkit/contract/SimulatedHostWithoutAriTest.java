package io.sriov.testkit.contract;

/// So does a PF whose VFs are functions 1 to 7 of its own device, and no network interfaces.
class SimulatedHostWithoutAriTest extends EveryContract {
    @Override
    HostBench bench() {
        return SimulatedBench.inMemory("qat0", 7);
    }
}
