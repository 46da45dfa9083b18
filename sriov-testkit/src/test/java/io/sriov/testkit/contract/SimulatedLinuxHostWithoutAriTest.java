package io.sriov.testkit.contract;

/// So does a PF whose VFs are functions 1 to 7 of its own device, and no network interfaces, with
/// Linux.
class SimulatedLinuxHostWithoutAriTest extends EveryContract {
    @Override
    HostBench bench() {
        return new SimulatedLinuxBench("0000:84:00.0", 7);
    }
}
