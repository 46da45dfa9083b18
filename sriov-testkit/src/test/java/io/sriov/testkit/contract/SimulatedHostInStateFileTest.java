package io.sriov.testkit.contract;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// A simulated host whose state is in a file keeps every contract.
class SimulatedHostInStateFileTest extends EveryContract {
    @TempDir Path directory;

    @Override
    HostBench bench() {
        return SimulatedBench.inFile(directory.resolve("machine.json"), "ix0", 8);
    }
}
