package io.sriov.testkit.contract;

import io.sriov.testkit.fault.Faults;
import io.sriov.testkit.fault.FaultyHost;

/// Without faults, so it does with Linux below it.
class FaultyLinuxHostTest extends EveryContract {
    @Override
    HostBench bench() {
        HostBench bench = new SimulatedLinuxBench("0000:03:00.0", 8);
        return new BrokenBench(bench, FaultyHost.of(bench.host(), new Faults()));
    }
}
