package io.sriov.testkit.contract;

import io.sriov.testkit.fault.Faults;
import io.sriov.testkit.fault.FaultyHost;

/// Without faults, a faulty host keeps every contract of the host below it.
class FaultyHostTest extends EveryContract {
    @Override
    HostBench bench() {
        HostBench bench = SimulatedBench.inMemory("ix0", 8);
        return new BrokenBench(bench, FaultyHost.of(bench.host(), new Faults()));
    }
}
